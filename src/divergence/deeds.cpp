#include "divergence/deeds.hpp"

#include "divergence/shown_values.hpp"

namespace testskew::divergence {

using Kind = Token::Kind;

std::string deed(const Trace::Statement* head, const Token& token, const Names& names) {
    const std::string word = token.kind == Kind::enter ? names.text(token.name) : "";
    const bool loop = head && (head->kind == "For" || head->kind == "AsyncFor");
    if (token.kind == Kind::raised) return "raises " + names.text(token.value);
    if (token.kind != Kind::enter) return "";
    if (word == "except") return "caught here";
    if (word.starts_with("case ")) return "takes `" + word + "`";
    if (head && head->kind == "Try") return "no exception";
    if (loop) return word == "body" ? "goes on" : "ends";
    return word == "body" ? "true" : "false";
}

std::string opposite_deed(const std::string& deed) {
    if (deed == "true") return "false";
    if (deed == "false") return "true";
    if (deed == "goes on") return "ends";
    if (deed == "ends") return "goes on";
    if (deed == "caught here") return "no exception";
    if (deed == "no exception") return "an exception";
    return "does not";
}

std::string plain_deed(const Tree& tree, int node, int token, const Names& names) {
    if (token < 0) return "does no more";
    const Token& t = tree.token(node, token);
    if (t.kind == Kind::call) {
        const Trace::Code* code = tree.code(t.child);
        return "calls " + (code ? code->function : "something");
    }
    if (t.kind == Kind::returned) return "returns " + shown_value(names.text(t.value), false);
    if (t.kind == Kind::local) return "sets " + names.text(t.name);
    if (t.kind == Kind::yielded) return "yields " + shown_value(names.text(t.value), false);
    return "goes on";
}

}  // namespace testskew::divergence
