#include "divergence/viewpoint.hpp"

#include <algorithm>

namespace testskew::divergence {

bool shows_decision(const Tree& tree, int node, int token) {
    if (token < 0) return false;
    const Token::Kind kind = tree.token(node, token).kind;
    return kind == Token::Kind::enter || kind == Token::Kind::raised;
}

Viewpoint viewpoint_of(const Place& place) {
    const Difference& d = place.difference();
    Viewpoint view;
    if (d.kind == Difference::Kind::argument) {  // the statement of the caller made it
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
    view.bad = d.bad_token >= 0 && (shows_decision(place.story->bad, d.bad_node, d.bad_token) ||
                                    !shows_decision(place.story->good, d.good_node, d.good_token));
    if (d.good_token < 0) view.bad = true;
    view.tree = view.bad ? &place.story->bad : &place.story->good;
    view.node = view.bad ? d.bad_node : d.good_node;
    view.token = view.bad ? d.bad_token : d.good_token;
    view.statement_number = view.tree->token(view.node, view.token).statement;
    view.statement = view.tree->statement(view.statement_number);
    return view;
}

}  // namespace testskew::divergence
