#include "divergence/origin.hpp"

#include <optional>
#include <set>

namespace testskew::divergence {
namespace {

using Kind = Token::Kind;

constexpr int most_steps = 200, most_depth = 5000;

/// True if a node is `top` or a call that began in it at any depth.
bool below(const Tree& tree, int node, int top) {
    for (int depth = 0; node > 0 && depth < most_depth;
         ++depth, node = tree.nodes[static_cast<std::size_t>(node)].parent)
        if (node == top) return true;
    return false;
}

/// The calls that a statement made before something happened, the last first.
std::vector<int> calls_before(const Viewpoint& view) {
    std::vector<int> calls;
    const auto& tokens = view.tree->nodes[static_cast<std::size_t>(view.node)].tokens;
    for (int i = view.token - 1; i >= 0; --i) {
        const Token& token = tokens[static_cast<std::size_t>(i)];
        if (token.statement != view.statement_number) break;
        if (token.kind == Kind::call) calls.push_back(token.child);
    }
    return calls;
}

/// Follows a difference back to its origin, step by step.
class Back {
public:
    Back(const Story& imports, const Names& names, const std::function<bool(const Difference&)>& noise)
        : imports_(imports), names_(names), noise_(noise) {}

    /// One step; nullopt if nothing that differs led to `from`.
    std::optional<Place> step(const Place& from) const {
        const Viewpoint view = viewpoint_of(from);
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

    /// Looks in the calls of the statement: for a different result, or else for the earliest difference within the
    /// call.
    std::optional<Place> in_calls(const Place& from, const Viewpoint& view) const {
        for (const int call : calls_before(view)) {
            std::optional<Place> result, any;
            for (std::size_t i = from.index; i-- > 0;) {
                const Difference& d = from.story->differences[i];
                const int node = node_of(d, view.bad);
                if (node < call) continue;
                if (noise_(d) || !below(*view.tree, node, call)) continue;
                // The call's own arguments are not its result.
                if (d.kind == Difference::Kind::argument && node == call) continue;
                // The loop ends with the earliest one.
                any = Place{from.story, i};
                if (node == call && !result && comes_out(*from.story, d)) result = any;
            }
            if (result) return result;
            if (any) return any;
        }
        return std::nullopt;
    }

    /// True if the difference reaches the caller: a different value was returned, yielded or raised.
    static bool comes_out(const Story& story, const Difference& d) {
        const auto out = [](const Tree& tree, int node, int token) {
            if (token < 0) return false;
            const Kind kind = tree.token(node, token).kind;
            return kind == Kind::returned || kind == Kind::yielded || kind == Kind::raised;
        };
        return d.kind != Difference::Kind::argument &&
               (out(story.bad, d.bad_node, d.bad_token) || out(story.good, d.good_node, d.good_token));
    }

    /// Looks for the latest change of a variable that the statement reads, or else for an argument of that name.
    std::optional<Place> in_variables(const Place& from, const Viewpoint& view,
                                      const std::set<std::string>& reads) const {
        std::optional<Place> argument;
        for (std::size_t i = from.index; i-- > 0;) {
            const Difference& d = from.story->differences[i];
            if (node_of(d, view.bad) != view.node || noise_(d)) continue;
            int name = d.name;
            if (d.kind == Difference::Kind::flow) {
                const int token = view.bad ? d.bad_token : d.good_token;
                if (token < 0 || view.tree->token(view.node, token).kind != Kind::local) continue;
                name = view.tree->token(view.node, token).name;
            }
            if (name < 0 || !reads.count(names_.text(name))) continue;
            if (d.kind != Difference::Kind::argument) return Place{from.story, i};
            if (!argument) argument = Place{from.story, i};
        }
        return argument;
    }

    /// If the two sides ran different statements, looks for the decision in the same call that led there.
    std::optional<Place> in_decisions(const Place& from, const Viewpoint& view) const {
        const Difference& here = from.difference();
        if (here.kind == Difference::Kind::argument) return std::nullopt;
        if (here.bad_token >= 0 && here.good_token >= 0) {
            const auto* mine =
                from.story->bad.statement(from.story->bad.token(here.bad_node, here.bad_token).statement);
            const auto* other =
                from.story->good.statement(from.story->good.token(here.good_node, here.good_token).statement);
            if (mine && other && mine->key == other->key) return std::nullopt;
        }
        for (std::size_t i = from.index; i-- > 0;) {
            const Difference& d = from.story->differences[i];
            if (d.kind != Difference::Kind::flow || node_of(d, view.bad) != view.node || noise_(d)) continue;
            if (shows_decision(from.story->bad, d.bad_node, d.bad_token) ||
                shows_decision(from.story->good, d.good_node, d.good_token))
                return Place{from.story, i};
        }
        return std::nullopt;
    }

    /// True if a name that is read got its value there.
    bool names(const Tree& tree, int node, int token, const std::set<std::string>& reads) const {
        return token >= 0 && tree.token(node, token).kind == Kind::local &&
               reads.count(names_.text(tree.token(node, token).name));
    }

    /// Looks for a name of a module that got another value when the module was imported, or got its value by another
    /// statement: `try: import a as b; except ImportError: import c as b`.
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

}  // namespace

Place origin(Place from, const Story& imports, const Names& names,
             const std::function<bool(const Difference&)>& noise) {
    const Back back(imports, names, noise);
    for (int steps = 0; steps < most_steps; ++steps) {
        const auto next = back.step(from);
        if (!next) break;
        from = *next;
    }
    return from;
}

}  // namespace testskew::divergence
