#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attribute/bits.hpp"
#include "model/comparison.hpp"
#include "model/enums.hpp"

namespace testskew::attribute {

/// The smallest piece of a factor that can be swapped between the sides.
struct Delta {
    Factor factor = Factor::interpreter;
    std::string name;
    double prior = 1;      ///< how likely it is, compared with the others; it orders the search and decides nothing
    bool context = false;  ///< it decides which other tests run, so it has no effect if the failing tests run alone
    /// About how much longer a session takes with the bad value; if less than 0, with the good value. It orders
    /// sessions whose order is free, and decides nothing.
    double seconds = 0;
};

/// The reason that a failed build names: `delta` cannot be taken from `side` unless `needs` is taken from the same
/// side. (A need across the sides would break one of the two sides themselves.)
struct Requirement {
    int delta = 0;
    SideName side = SideName::bad;
    int needs = 0;
};

/// A cluster of tests that is to be attributed.
struct ClusterQuestion {
    int id = 0;
    int tests = 1;
    ClusterKind kind = ClusterKind::regression;
    /// Sets of deltas that evidence from before the first hybrid points to, the likeliest first. They say what is tried
    /// first, and decide nothing.
    std::vector<Bits> suspects = {};
};

/// What the user allows the engine, and its own limits.
struct Options {
    int repeats = 5;         ///< confirming sessions of each side of each claim
    bool quick = false;      ///< there is no confirmation, so a cause is at most "supported"
    bool isolate = false;    ///< find out first whether the failing tests fail alone
    bool exclusive = false;  ///< never run two sessions side by side on one machine
    int slots = 2;           ///< sessions that run side by side
    int machines = 1;        ///< the machines that have these slots
    int budget = 400;        ///< the number of all sessions, including failed builds
    int largest_set = 3;     ///< the most deltas of one set; if more must come together, "many deltas matter"
    int most_sets = 4;       ///< the most alternative sets
    /// Builds that may fail without a named reason. After that the deltas that are left count as one block.
    int failed_builds = 24;
};

/// Everything that the engine is told at the start.
struct Question {
    std::vector<Delta> deltas;
    std::vector<ClusterQuestion> clusters;
    std::vector<Requirement> known;  ///< what needs what, as far as it is known before the first session
    Options options;
    std::uint64_t seed = 1;  ///< the seed of every random choice
};

/// The deltas of each factor, in the order in which the factors first appear.
std::vector<std::pair<Factor, Bits>> factors_of(const Question& question);

}  // namespace testskew::attribute
