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
    double prior = 1;      ///< how likely it is, compared with the others: orders the search and decides nothing
    bool context = false;  ///< which other tests run: it means nothing if the failing tests run alone
};

/// What a failed build names: `delta` at `side` cannot be had unless `needs` is at the same side.
/// (A need across the sides would break one of the two sides themselves.)
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
};

struct Options {
    int repeats = 5;         ///< confirming sessions of each side of each claim
    bool quick = false;      ///< no confirmation: a cause is "supported" at most
    bool isolate = false;    ///< find out first whether the failing tests fail alone
    bool exclusive = false;  ///< never run two sessions side by side
    int slots = 2;           ///< sessions that run side by side
    int budget = 400;        ///< sessions in all, failed builds included
    int largest_set = 3;     ///< the most deltas of one set; if more must come together, "many deltas matter"
    int most_sets = 4;       ///< the most alternative sets
    int failed_builds = 24;  ///< builds that may fail without a named reason; after that the rest is one block
};

/// Everything that the engine is told at the start.
struct Question {
    std::vector<Delta> deltas;
    std::vector<ClusterQuestion> clusters;
    std::vector<Requirement> known;  ///< what is known not to build before anything was tried
    Options options;
    std::uint64_t seed = 1;  ///< of every random choice
};

/// The deltas of each factor, in the order in which the factors first appear.
std::vector<std::pair<Factor, Bits>> factors_of(const Question& question);

}  // namespace testskew::attribute
