#pragma once
#include <unordered_set>
#include <vector>

#include "divergence/tree.hpp"

namespace testskew::divergence {

/// Places that vary without meaning, as the slots of tokens.
using Mask = std::unordered_set<int>;

/// One difference between two runs of a test, in the order in which it happened.
struct Difference {
    enum class Kind {
        /// The same thing has another value: a variable, the result of a call, a yielded value, an exception.
        value,
        argument,  ///< a call has another argument
        /// Different things happened: `bad_token` and `good_token`; -1 for a side that did nothing more in that call.
        flow
    };
    Kind kind = Kind::value;
    int bad_node = 0, good_node = 0;      ///< the calls in which it is; for an argument the calls that have it
    int bad_token = -1, good_token = -1;  ///< of those calls; -1 for an argument
    int name = -1;                        ///< of the argument or variable
    int bad_value = -1, good_value = -1;
    int bad_slot = -1, good_slot = -1;
    /// Only for flow: one side made calls that the other did not need, and the statement gave the same on both sides
    /// (one side had the result cached).
    bool without_effect = false;
};

/// All differences of two runs. After each one the walk goes on at the next thing that both sides do.
std::vector<Difference> differences(const Tree& bad, const Tree& good, Names& names);

/// Adds the places of all differences to a mask. For a flow difference it also adds the places of everything that only
/// one side did.
void add_to(Mask& mask, const Tree& bad, const Tree& good, Names& names);

}  // namespace testskew::divergence
