#include "divergence/origin.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "divergence/apart.hpp"

namespace testskew::divergence {
namespace {

using Kind = Token::Kind;

/// The side of a difference by which it is understood: the one that shows a decision, else the bad one.
struct View {
    const Tree* tree = nullptr;
    bool bad = true;
    int node = 0, token = -1;
    const Trace::Statement* statement = nullptr;  ///< what decided it
    int statement_number = -1;
};

const Token& token_of(const Tree& tree, int node, int token) {
    return tree.nodes[static_cast<std::size_t>(node)].tokens[static_cast<std::size_t>(token)];
}

View view_of(const Place& place) {
    const Difference& d = place.difference();
    View view;
    if (d.kind == Difference::Kind::argument) {  // the caller's statement made it
        view.tree = &place.story->bad;
        const Node& callee = view.tree->nodes[static_cast<std::size_t>(d.bad_node)];
        view.node = std::max(callee.parent, 0);
        const auto& tokens = view.tree->nodes[static_cast<std::size_t>(view.node)].tokens;
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (tokens[i].child == d.bad_node) view.token = static_cast<int>(i);
        view.statement_number = callee.caller;
        view.statement = view.tree->statement(callee.caller);
        return view;
    }
    const auto shows_decision = [](const Tree& tree, int node, int token) {
        return token >= 0 &&
               (token_of(tree, node, token).kind == Kind::enter || token_of(tree, node, token).kind == Kind::raised);
    };
    view.bad = d.bad_token >= 0 && (shows_decision(place.story->bad, d.bad_node, d.bad_token) ||
                                    !shows_decision(place.story->good, d.good_node, d.good_token));
    if (d.good_token < 0) view.bad = true;
    view.tree = view.bad ? &place.story->bad : &place.story->good;
    view.node = view.bad ? d.bad_node : d.good_node;
    view.token = view.bad ? d.bad_token : d.good_token;
    view.statement_number = token_of(*view.tree, view.node, view.token).statement;
    view.statement = view.tree->statement(view.statement_number);
    return view;
}

bool below(const Tree& tree, int node, int top) {
    for (int depth = 0; node > 0 && depth < 5000; ++depth, node = tree.nodes[static_cast<std::size_t>(node)].parent)
        if (node == top) return true;
    return false;
}

/// The calls that a statement made before something happened, the last first.
std::vector<int> calls_before(const View& view) {
    std::vector<int> calls;
    const auto& tokens = view.tree->nodes[static_cast<std::size_t>(view.node)].tokens;
    for (int i = view.token - 1; i >= 0; --i) {
        const Token& token = tokens[static_cast<std::size_t>(i)];
        if (token.statement != view.statement_number) break;
        if (token.kind == Kind::call) calls.push_back(token.child);
    }
    return calls;
}

class Back {
public:
    Back(const Story& imports, const Names& names, const std::function<bool(const Difference&)>& noise)
        : imports_(imports), names_(names), noise_(noise) {}

    std::optional<Place> step(const Place& from) const {
        const View view = view_of(from);
        if (view.token < 0) return std::nullopt;
        if (const auto called = in_calls(from, view)) return called;
        if (!view.statement) return in_decisions(from, view);
        const std::set<std::string> reads(view.statement->reads.begin(), view.statement->reads.end());
        if (const auto variable = in_variables(from, view, reads)) return variable;
        if (const auto decision = in_decisions(from, view)) return decision;
        return from.story == &imports_ ? std::nullopt : in_imports(reads);
    }

private:
    int node_of(const Difference& d, bool bad) const { return bad ? d.bad_node : d.good_node; }

    /// What a call gave back, or else anything that differs in it.
    std::optional<Place> in_calls(const Place& from, const View& view) const {
        for (const int call : calls_before(view)) {
            std::optional<Place> result, any;
            for (std::size_t i = from.index; i-- > 0;) {
                const Difference& d = from.story->differences[i];
                const int node = node_of(d, view.bad);
                if (node < call) continue;
                if (noise_(d) || !below(*view.tree, node, call)) continue;
                if (d.kind == Difference::Kind::argument && node == call) continue;  // what it was given is no news
                any = Place{from.story, i};                                          // the earliest stays
                if (node == call && !result && comes_out(*from.story, d)) result = any;
            }
            if (result) return result;
            if (any) return any;
        }
        return std::nullopt;
    }

    /// Whether the caller sees it: what was returned, yielded or raised.
    static bool comes_out(const Story& story, const Difference& d) {
        const auto out = [](const Tree& tree, int node, int token) {
            if (token < 0) return false;
            const Kind kind = token_of(tree, node, token).kind;
            return kind == Kind::returned || kind == Kind::yielded || kind == Kind::raised;
        };
        return d.kind != Difference::Kind::argument &&
               (out(story.bad, d.bad_node, d.bad_token) || out(story.good, d.good_node, d.good_token));
    }

    /// The latest change of a variable that is read, else an argument.
    std::optional<Place> in_variables(const Place& from, const View& view, const std::set<std::string>& reads) const {
        std::optional<Place> argument;
        for (std::size_t i = from.index; i-- > 0;) {
            const Difference& d = from.story->differences[i];
            if (node_of(d, view.bad) != view.node || noise_(d)) continue;
            int name = d.name;
            if (d.kind == Difference::Kind::flow) {
                const int token = view.bad ? d.bad_token : d.good_token;
                if (token < 0 || token_of(*view.tree, view.node, token).kind != Kind::local) continue;
                name = token_of(*view.tree, view.node, token).name;
            }
            if (name < 0 || !reads.count(names_.text(name))) continue;
            if (d.kind != Difference::Kind::argument) return Place{from.story, i};
            if (!argument) argument = Place{from.story, i};
        }
        return argument;
    }

    /// Where the two sides ran other statements: the decision before it in the same call that led there.
    std::optional<Place> in_decisions(const Place& from, const View& view) const {
        const Difference& here = from.difference();
        if (here.kind == Difference::Kind::argument) return std::nullopt;
        if (here.bad_token >= 0 && here.good_token >= 0) {
            const auto* mine =
                from.story->bad.statement(token_of(from.story->bad, here.bad_node, here.bad_token).statement);
            const auto* other =
                from.story->good.statement(token_of(from.story->good, here.good_node, here.good_token).statement);
            if (mine && other && mine->key == other->key) return std::nullopt;
        }
        const auto decides = [](const Tree& tree, int node, int token) {
            return token >= 0 && (token_of(tree, node, token).kind == Kind::enter ||
                                  token_of(tree, node, token).kind == Kind::raised);
        };
        for (std::size_t i = from.index; i-- > 0;) {
            const Difference& d = from.story->differences[i];
            if (d.kind != Difference::Kind::flow || node_of(d, view.bad) != view.node || noise_(d)) continue;
            if (decides(from.story->bad, d.bad_node, d.bad_token) ||
                decides(from.story->good, d.good_node, d.good_token))
                return Place{from.story, i};
        }
        return std::nullopt;
    }

    /// Whether a name that is read got its value there.
    bool names(const Tree& tree, int node, int token, const std::set<std::string>& reads) const {
        return token >= 0 && token_of(tree, node, token).kind == Kind::local &&
               reads.count(names_.text(token_of(tree, node, token).name));
    }

    /// A name of a module that was given another value when it was imported, or by another statement: `try: import a as
    /// b; except ImportError: import c as b`.
    std::optional<Place> in_imports(const std::set<std::string>& reads) const {
        for (std::size_t i = imports_.differences.size(); i-- > 0;) {
            const Difference& d = imports_.differences[i];
            if (noise_(d)) continue;
            if (d.kind == Difference::Kind::value && d.name >= 0 && reads.count(names_.text(d.name)))
                return Place{&imports_, i};
            if (d.kind == Difference::Kind::flow && (names(imports_.bad, d.bad_node, d.bad_token, reads) ||
                                                     names(imports_.good, d.good_node, d.good_token, reads)))
                return Place{&imports_, i};
        }
        return std::nullopt;
    }

    const Story& imports_;
    const Names& names_;
    const std::function<bool(const Difference&)>& noise_;
};

/// The statement that defines a function.
const Trace::Statement* definition_of(const Tree& tree, int node) {
    const Trace::Code* code = tree.code(node);
    if (!code) return nullptr;
    const std::string begin = "def " + code->function.substr(code->function.rfind('.') + 1) + "(";
    for (const auto& statement : tree.trace->statements)
        if (statement.line == code->line && statement.source.find(begin) != std::string::npos) return &statement;
    return nullptr;
}

constexpr char mark = '\x01';  // after it comes the digest of a text that is not shown in full

struct Value {
    std::string shown;
    bool cut = false;
};

/// What is shown in place of a value that is nobody's business; the probe writes it too.
constexpr const char* hidden = "a value";

/// The values of a statement that asks for a variable of the environment are nobody's business.
std::string shown(const std::string& text, bool secret) {
    const std::string plain = text.substr(0, text.find(mark));
    if (!secret || plain == "None" || plain == "True" || plain == "False" || plain.empty()) return plain;
    return hidden;
}

void say_values(Divergence& result, const std::string& bad, const std::string& good, bool secret) {
    result.bad = shown(bad, secret);
    result.good = shown(good, secret);
    if (result.bad != result.good)
        std::tie(result.bad, result.good) = apart(result.bad, result.good);
    else if (result.bad == hidden)
        result.bad = "one value", result.good = "another";
    else
        result.bad.clear(), result.good.clear();  // they differ in what is not kept
}

bool assigns(const Trace::Statement& statement) { return statement.kind == "Assign" || statement.kind == "AnnAssign"; }

/// "x + 1", or with what it asks of the environment.
std::string expression(const Trace::Statement& statement) {
    const std::string text = statement.text.empty() ? statement.source : statement.text;
    if (statement.environ.empty() || text == statement.environ) return text;
    return text.find(statement.environ) != std::string::npos && text.size() <= 100 ? text : statement.environ;
}

/// What one side did at a decision.
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

std::string opposite(const std::string& deed) {
    if (deed == "true") return "false";
    if (deed == "false") return "true";
    if (deed == "goes on") return "ends";
    if (deed == "ends") return "goes on";
    if (deed == "caught here") return "no exception";
    if (deed == "no exception") return "an exception";
    if (deed.starts_with("raises ")) return "does not";
    return "does not";
}

std::string plain_deed(const Tree& tree, int node, int token, const Names& names) {
    if (token < 0) return "does no more";
    const Token& t = token_of(tree, node, token);
    if (t.kind == Kind::call) {
        const Trace::Code* code = tree.code(t.child);
        return "calls " + (code ? code->function : "something");
    }
    if (t.kind == Kind::returned) return "returns " + shown(names.text(t.value), false);
    if (t.kind == Kind::local) return "sets " + names.text(t.name);
    if (t.kind == Kind::yielded) return "yields " + shown(names.text(t.value), false);
    return "goes on";
}

}  // namespace

Place origin(Place from, const Story& imports, const Names& names,
             const std::function<bool(const Difference&)>& noise) {
    const Back back(imports, names, noise);
    for (int steps = 0; steps < 200; ++steps) {
        const auto next = back.step(from);
        if (!next) break;
        from = *next;
    }
    return from;
}

Divergence describe(const Place& place, const Names& names) {
    const Difference& d = place.difference();
    const Story& story = *place.story;
    const View view = view_of(place);
    Divergence result;
    const Trace::Code* code = view.node > 0 ? view.tree->code(view.node) : nullptr;
    const Trace::Statement* statement = view.statement;
    if (code) result.path = code->path, result.line = code->line, result.function = code->function;
    if (statement) result.line = statement->line, result.source = statement->source;
    const bool secret = statement && !statement->environ.empty();

    if (d.kind == Difference::Kind::argument) {
        const Trace::Code* callee = story.bad.code(d.bad_node);
        const Trace::Statement *mine = definition_of(story.bad, d.bad_node),
                               *theirs = definition_of(story.good, d.good_node);
        const bool redefined = mine && theirs && mine->source != theirs->source;  // another default
        if (callee && (!code || redefined))
            result.path = callee->path, result.line = callee->line, result.function = callee->function;
        if (redefined) result.source = mine->source;
        result.text = "the argument " + names.text(d.name) + (callee ? " of " + callee->function : "");
        say_values(result, names.text(d.bad_value), names.text(d.good_value), secret);
        return result;
    }
    if (d.kind == Difference::Kind::value) {
        const Token& token = token_of(story.bad, d.bad_node, d.bad_token);
        if (token.kind == Kind::raised) {
            result.text = statement ? expression(*statement) : "";
            result.bad = "raises " + names.text(d.bad_value);
            result.good = "raises " + names.text(d.good_value);
            return result;
        }
        if (token.kind == Kind::local && statement && !assigns(*statement)) {
            result.text = names.text(d.name);
            if (secret) result.text += ", by " + statement->environ;
        } else {
            result.text = statement ? expression(*statement) : names.text(std::max(d.name, 0));
        }
        say_values(result, names.text(d.bad_value), names.text(d.good_value), secret);
        return result;
    }
    result.text = statement ? expression(*statement) : "";
    const Token& token = token_of(*view.tree, view.node, view.token);
    const std::string one = deed(statement, token, names);
    std::string mine = one.empty() ? plain_deed(*view.tree, view.node, view.token, names) : one, other;
    const Tree& other_tree = view.bad ? story.good : story.bad;
    const int other_node = view.bad ? d.good_node : d.bad_node, other_token = view.bad ? d.good_token : d.bad_token;
    if (one.empty())
        other = plain_deed(other_tree, other_node, other_token, names);
    else if (other_token >= 0 && token.kind == Kind::raised &&
             token_of(other_tree, other_node, other_token).kind == Kind::raised)
        other = deed(nullptr, token_of(other_tree, other_node, other_token), names);
    else
        other = opposite(one);
    result.bad = view.bad ? mine : other;
    result.good = view.bad ? other : mine;
    return result;
}

}  // namespace testskew::divergence
