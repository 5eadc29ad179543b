#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace testskew::session {

/// One step through an XML document: a start tag, an end tag, or text between them.
struct XmlToken {
    enum class Kind { start, end, text };
    Kind kind = Kind::text;
    std::string name;                               ///< of a tag
    std::map<std::string, std::string> attributes;  ///< of a start tag
    bool empty = false;                             ///< <tag/>: no end tag follows
    std::string text;
};

/// Steps through the XML that pytest writes: tags, attributes, character references, CDATA; comments and declarations
/// are passed over. No document types, no entities of their own. Ends at what it cannot read.
class XmlReader {
public:
    explicit XmlReader(std::string_view xml) : rest_(xml) {}
    std::optional<XmlToken> next();

private:
    std::string_view rest_;
};

}  // namespace testskew::session
