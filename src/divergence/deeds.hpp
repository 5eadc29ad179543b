#pragma once
#include <string>

#include "divergence/tree.hpp"

/// What one side did, in a few words.
namespace testskew::divergence {

/// What it did at a decision: "true", "raises KeyError", "caught here". `head` is the statement that decided, nullptr
/// if it is not known. "" if the token shows no decision.
std::string deed(const Trace::Statement* head, const Token& token, const Names& names);

/// What the other side did then: "false", "does not".
std::string opposite_deed(const std::string& deed);

/// What it did where nothing was decided: "calls load", "returns 3". `token` -1: "does no more".
std::string plain_deed(const Tree& tree, int node, int token, const Names& names);

}  // namespace testskew::divergence
