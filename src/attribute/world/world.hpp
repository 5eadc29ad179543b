#pragma once
#include <string>
#include <vector>

#include "attribute/engine/engine.hpp"

/// Simulated projects with a hidden truth, to measure what the engine says against it.
namespace testskew::attribute {

/// Why a cluster's tests fail. Sets are of deltas at their bad value.
struct Truth {
    std::vector<std::vector<Bits>>
        layers;               ///< minimal failing sets of the failure seen, then of those hidden behind it
    Bits blocked_by, unless;  ///< a guard: does not fail where `blocked_by` is bad and `unless` is good
    Bits pool;                ///< a threshold: fails with `threshold` or more of these
    int threshold = 0;

    /// 0 passes, 1 the failure, 2 the one behind it, ...
    int level(const Bits& bad) const;
    Bits relevant() const;
};

enum class Noise { none, iid, alternating, slot, concurrent, environment, sticky, caused };

struct World {
    std::string kind;
    Question question;
    std::vector<Truth> truths;              ///< by cluster; empty where the failure follows nothing
    std::vector<Requirement> requirements;  ///< hidden: named by the builds that fail
    bool names_reason = true;
    Noise noise = Noise::none;
    double rate = 0.5, spread = 0.2;  ///< of failing; of the rates of environments: Beta(spread, spread)
    bool by_content = false;  ///< the rate of an environment is that of its content: one built anew has the same
    int needed_sessions = 0;  ///< of one who knows the truth, with the same evidence
};

/// The kinds that there are, in the order of the table.
const std::vector<std::string>& world_kinds();

/// A random world of that kind. Throws std::invalid_argument for an unknown one.
World make_world(const std::string& kind, std::uint64_t seed);

struct Game {
    Log log;
    Conclusion conclusion;
};

/// Plays the engine against a world to its end.
Game play(const World& world, std::uint64_t seed);

struct Judgement {
    bool right = true;  ///< the right sets were named, for every cluster
    bool shown = true;  ///< and confirmed
    int false_proven = 0, false_ruled_out = 0;
    int proven = 0;
    int sessions = 0;
    std::string what;  ///< the first mistake, for people
};

Judgement judge(const World& world, const Game& game);

}  // namespace testskew::attribute
