#pragma once
#include <string>

#include "divergence/tree.hpp"

namespace testskew::divergence {

/// What a side did where its run was decided: the branch that it took.
struct Branch {
    enum class Kind {
        none,  ///< nothing was decided
        is_true,
        is_false,
        goes_on,        ///< of a loop
        ends,           ///< of a loop
        caught,         ///< an exception was caught here
        no_exception,   ///< of a `try`
        any_exception,  ///< of a `try`: there was one, and nothing more is known of it
        raises,         ///< `name` is the type of the exception
        takes,          ///< `name` is the case that was taken
        does_not        ///< anything but what the other side did
    };
    Kind kind = Kind::none;
    std::string name = {};
};

/// The branch that a side took. `head` is the deciding statement, or nullptr if it is not known.
Branch branch_of(const Trace::Statement* head, const Token& token, const Names& names);

/// What is known of the other side if one side took this branch.
Branch opposite_of(const Branch& branch);

/// A short phrase for a branch: "true", "raises KeyError", "caught here", "does not"; "" for none.
std::string branch_words(const Branch& branch);

/// A short phrase for what a side did where nothing was decided: "calls load", "returns 3". If `token` is -1, the
/// phrase is "does no more".
std::string step_words(const Tree& tree, int node, int token, const Names& names);

}  // namespace testskew::divergence
