#include "divergence/branch.hpp"

#include "divergence/shown_values.hpp"

namespace testskew::divergence {

Branch branch_of(const Trace::Statement* head, const Token& token, const Names& names) {
    using Kind = Branch::Kind;
    if (token.kind == Token::Kind::raised) return {Kind::raises, names.text(token.value)};
    if (token.kind != Token::Kind::enter) return {};
    const std::string word = names.text(token.name);
    if (word == "except") return {Kind::caught};
    if (word.starts_with("case ")) return {Kind::takes, word};
    if (head && head->kind == "Try") return {Kind::no_exception};
    const bool body = word == "body";
    if (head && (head->kind == "For" || head->kind == "AsyncFor")) return {body ? Kind::goes_on : Kind::ends};
    return {body ? Kind::is_true : Kind::is_false};
}

Branch opposite_of(const Branch& branch) {
    using Kind = Branch::Kind;
    switch (branch.kind) {
        case Kind::is_true: return {Kind::is_false};
        case Kind::is_false: return {Kind::is_true};
        case Kind::goes_on: return {Kind::ends};
        case Kind::ends: return {Kind::goes_on};
        case Kind::caught: return {Kind::no_exception};
        case Kind::no_exception: return {Kind::any_exception};
        default: return {Kind::does_not};
    }
}

std::string branch_words(const Branch& branch) {
    using Kind = Branch::Kind;
    switch (branch.kind) {
        case Kind::none: return "";
        case Kind::is_true: return "true";
        case Kind::is_false: return "false";
        case Kind::goes_on: return "goes on";
        case Kind::ends: return "ends";
        case Kind::caught: return "caught here";
        case Kind::no_exception: return "no exception";
        case Kind::any_exception: return "an exception";
        case Kind::raises: return "raises " + branch.name;
        case Kind::takes: return "takes `" + branch.name + "`";
        case Kind::does_not: return "does not";
    }
    return "";
}

std::string step_words(const Tree& tree, int node, int token, const Names& names) {
    using Kind = Token::Kind;
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
