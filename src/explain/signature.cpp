#include "explain/signature.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::explain {

using Kind = Parameter::Kind;

Known Signature::takes(std::string_view name) const {
    bool open = soft;
    for (const auto& parameter : parameters) {
        if (parameter.kind == Kind::var_keyword) open = true;
        if (parameter.name == name && (parameter.kind == Kind::either || parameter.kind == Kind::keyword_only))
            return Known::yes;
    }
    return open ? Known::unknown : Known::no;
}

Known Signature::takes_positional(int count) const {
    if (soft) return Known::unknown;
    if (std::any_of(parameters.begin(), parameters.end(),
                    [](const Parameter& p) { return p.kind == Kind::var_positional; }))
        return Known::unknown;
    return count <= static_cast<int>(positional().size()) ? Known::yes : Known::no;
}

Known Signature::needs(std::string_view name) const {
    if (soft) return Known::unknown;
    for (const auto& parameter : parameters)
        if (parameter.name == name)
            return parameter.optional || parameter.kind == Kind::var_positional || parameter.kind == Kind::var_keyword
                       ? Known::no
                       : Known::yes;
    return Known::no;
}

std::vector<std::string> Signature::positional() const {
    std::vector<std::string> names;
    for (const auto& parameter : parameters)
        if (parameter.kind == Kind::positional_only || parameter.kind == Kind::either) names.push_back(parameter.name);
    return names;
}

Signature parse_signature(std::string_view text) {
    Signature signature;
    if (!text.empty() && text.front() == '~') signature.soft = true, text.remove_prefix(1);
    if (text.size() < 2) return signature;
    bool after_star = false;
    for (const auto& part : split(text.substr(1, text.size() - 2), ',')) {
        if (part.empty()) continue;
        if (part == "/") {
            for (auto& parameter : signature.parameters) parameter.kind = Kind::positional_only;
        } else if (part == "*") {
            after_star = true;
        } else if (part.rfind("**", 0) == 0) {
            signature.parameters.push_back({part.substr(2), Kind::var_keyword, true});
        } else if (part[0] == '*') {
            signature.parameters.push_back({part.substr(1), Kind::var_positional, true});
            after_star = true;
        } else {
            const bool optional = part.back() == '=';
            signature.parameters.push_back({optional ? part.substr(0, part.size() - 1) : part,
                                            after_star ? Kind::keyword_only : Kind::either, optional});
        }
    }
    return signature;
}

std::string to_string(const Signature& signature) {
    std::vector<std::string> parts;
    bool star = false;
    for (std::size_t i = 0; i < signature.parameters.size(); ++i) {
        const Parameter& p = signature.parameters[i];
        if (p.name.starts_with('_') && p.optional && p.kind == Kind::keyword_only) continue;  // nobody else's business
        if (p.kind == Kind::keyword_only && !star) parts.push_back("*"), star = true;
        if (p.kind == Kind::var_positional) star = true;
        parts.push_back((p.kind == Kind::var_positional ? "*"
                         : p.kind == Kind::var_keyword  ? "**"
                                                        : "") +
                        p.name +
                        (p.optional && p.kind != Kind::var_positional && p.kind != Kind::var_keyword ? "=..." : ""));
        const bool last =
            i + 1 == signature.parameters.size() || signature.parameters[i + 1].kind != Kind::positional_only;
        if (p.kind == Kind::positional_only && last) parts.push_back("/");
    }
    return join(parts, ", ");
}

}  // namespace testskew::explain
