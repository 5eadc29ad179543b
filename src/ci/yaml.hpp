#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace testskew::ci {

/// A YAML value with its place in the file. Scalars stay as they are written, because what an unquoted one means is
/// for the reader of the file to say. It hides yaml-cpp from the other files.
struct Yaml {
    struct Member;
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    std::string text;      ///< of a scalar
    bool quoted = false;   ///< the scalar is a string whatever it looks like: "3.10", or a block
    bool literal = false;  ///< a literal block (|): its lines are lines of the file
    std::string tag;       ///< "!reference"; "" for none
    std::vector<Yaml> items;
    std::vector<Member> members;
    int line = 0;                             ///< from 1 on; the first line of the text of a literal block
    std::shared_ptr<const std::string> file;  ///< the label of the file; a member of a map stands where its value does

    bool is(Kind wanted) const { return kind == wanted; }
    /// The value of a key of a map; nullptr if there is no such key or this is no map.
    const Yaml* find(std::string_view key) const;
    /// Follows several keys, one inside the other.
    const Yaml* find(std::initializer_list<std::string_view> keys) const;
    /// The text of a scalar; "" for anything else.
    std::string string() const { return kind == Kind::scalar ? text : std::string(); }
    /// The texts of a list of scalars, or of one scalar.
    std::vector<std::string> strings() const;
};

/// One key of a map.
struct Yaml::Member {
    std::string name;
    Yaml value;
    int line = 0;
};

/// What a reader of YAML is more or less permissive about.
struct YamlRules {
    bool merge_keys = true;      ///< `<<` takes over the keys of another map: not so on GitHub
    bool duplicate_keys = true;  ///< the last one of two equal keys wins; where false, they are an error
};

/// Parses the first document of a file. Aliases are followed. Throws Error (usage) "LABEL:LINE:COLUMN: reason" if it is
/// malformed, nested deeper than 100 levels, or has more than 200,000 values after its aliases are followed.
Yaml parse_yaml(const std::string& text, const std::string& label, const YamlRules& rules = {});

/// An unquoted scalar as YAML 1.2 reads it, in the form in which it becomes a string again: 3.10 is "3.1", True is
/// "true". Quoted ones stay.
std::string plain_value(const Yaml& scalar);

}  // namespace testskew::ci
