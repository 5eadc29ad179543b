#pragma once
#include <unordered_set>
#include <vector>

#include "divergence/tree.hpp"

namespace testskew::divergence {

/// Places that vary without meaning, as slots of tokens.
using Mask = std::unordered_set<int>;

/// One difference between two runs of a test, in the order in which it happened.
struct Difference {
    enum class Kind {
        value,     ///< the same thing has another value: a variable, what a call returned or yielded, what was raised
        argument,  ///< a call has another argument
        flow  ///< other things happened: `bad_token` and `good_token`; -1 for a side that had nothing more to do in
              ///< that call
    };
    Kind kind = Kind::value;
    int bad_node = 0, good_node = 0;      ///< the calls in which it is; of an argument the calls that have it
    int bad_token = -1, good_token = -1;  ///< of those calls; of an argument -1
    int name = -1;                        ///< of the argument or variable
    int bad_value = -1, good_value = -1;
    int bad_slot = -1, good_slot = -1;
    /// Of flow: one side made calls that the other was spared, and the statement made the same of both (one side had
    /// the result cached).
    bool without_effect = false;
};

/// All differences of two runs. After each the walk goes on at the next thing that both do.
std::vector<Difference> differences(const Tree& bad, const Tree& good, Names& names);

/// Adds the places of all differences to a mask; of flow also the places of everything that only one side did.
void add_to(Mask& mask, const Tree& bad, const Tree& good, Names& names);

}  // namespace testskew::divergence
