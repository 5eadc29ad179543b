#pragma once
#include <string>

#include "divergence/tree.hpp"

/// Short phrases for what one side did.
namespace testskew::divergence {

/// What a side did at a decision: "true", "raises KeyError", "caught here". `head` is the deciding statement, or
/// nullptr if it is not known. The phrase is empty if the token shows no decision.
std::string deed(const Trace::Statement* head, const Token& token, const Names& names);

/// The phrase for the other side: "false", "does not".
std::string opposite_deed(const std::string& deed);

/// What a side did where nothing was decided: "calls load", "returns 3". If `token` is -1, the phrase is "does no
/// more".
std::string plain_deed(const Tree& tree, int node, int token, const Names& names);

}  // namespace testskew::divergence
