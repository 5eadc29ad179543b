#pragma once
#include <string>
#include <vector>

#include "attribute/engine.hpp"

/// Simulated projects with a hidden truth. The engine is played against them, and its answers are compared with that
/// truth. The unit tests do so with a few worlds, and script/accuracy with many.
namespace testskew::worlds {

using attribute::Bits;

/// Why the tests of one cluster fail. Every set holds deltas at their bad value.
struct Truth {
    /// The minimal failing sets of the failure that is seen, then those of the failures hidden behind it.
    std::vector<std::vector<Bits>> layers;
    /// The guard: nothing fails if `blocked_by` is bad and `unless` is good.
    Bits blocked_by, unless;
    /// The threshold: the tests fail if `threshold` or more deltas of the pool are bad. If it is 0, there is no
    /// threshold.
    Bits pool;
    int threshold = 0;

    /// What a session with these deltas bad gives: 0 it passes, 1 the failure that is seen, 2 the one behind it, ...
    int level(const Bits& bad) const;
    /// All deltas that the failure can depend on, without those of the guard.
    Bits relevant() const;
};

/// How chance decides a failure.
enum class Noise { none, iid, alternating, slot, concurrent, environment, sticky, caused };

/// A project and the truth about it.
struct World {
    std::string kind;
    attribute::Question question;
    std::vector<Truth> truths;                         ///< by cluster; empty if the failure follows none of the deltas
    std::vector<attribute::Requirement> requirements;  ///< what cannot be built; the engine must learn it
    bool names_reason = true;                          ///< a failed build names the requirement that it violates
    Noise noise = Noise::none;
    double rate = 0.5;    ///< the chance that a session fails
    double spread = 0.2;  ///< the rates of the environments are drawn from Beta(spread, spread)
    /// The rate belongs to the content, so an environment that is built anew has the same rate.
    bool by_content = false;
    int needed_sessions = 0;  ///< the sessions that somebody who knows the truth needs to gather the same evidence
};

}  // namespace testskew::worlds
