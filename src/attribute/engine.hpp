#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attribute/bits.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

/// The attribution engine: from everything observed so far to either the next experiments or the verdicts.
/// It knows no files, processes or clock; docs/attribution.md describes the method.
namespace testskew::attribute {

/// A hybrid: one bit per delta, false for the bad side's value. All false is the bad side, all true the good one.
using Assignment = Bits;

/// The smallest piece of a factor that can be swapped.
struct Delta {
    std::string factor, name;
    double prior = 1;      ///< how likely it is, against the others: orders the search, decides nothing
    bool context = false;  ///< which other tests run: means nothing where the failing tests run alone
};

enum class Side { bad, good };

/// What a failed build names: `delta` at `side` cannot be had unless `needs` is at the same side.
/// (A need across the sides would break one of the two sides themselves.)
struct Requirement {
    int delta = 0;
    Side side = Side::bad;
    int needs = 0;
};

struct ClusterQuestion {
    int id = 0;
    int tests = 1;
    ClusterKind kind = ClusterKind::regression;
};

struct Options {
    int repeats = 5;         ///< confirmations of each side of each claim
    bool quick = false;      ///< no confirmation: supported at most
    bool isolate = false;    ///< ask first whether the failing tests fail alone
    bool exclusive = false;  ///< never two sessions side by side
    int slots = 2;           ///< sessions side by side
    int budget = 400;        ///< sessions in all, failed builds included
    int largest_set = 3;     ///< deltas that must come together; more is "many deltas matter"
    int most_sets = 4;       ///< alternatives
    int failed_builds = 24;  ///< without a named reason; then the rest is one block
};

struct Question {
    std::vector<Delta> deltas;
    std::vector<ClusterQuestion> clusters;
    std::vector<Requirement> known;  ///< what cannot be built is known before anything was tried
    Options options;
    std::uint64_t seed = 1;
};

/// One session to be run. `phase`: base, isolate, search, minimality, hit, confirm, recheck, one-sided.
struct Experiment {
    int id = 0;  ///< its number in the log, from 0
    Assignment assignment;
    std::string phase;
    bool alone = false;                                 ///< only the failing tests, without their context
    bool all_tests = true;                              ///< false: a few representatives of each cluster are enough
    std::vector<int> clusters;                          ///< who asked: ids
    std::vector<std::pair<int, CellResult>> predicted;  ///< by cluster id, fixed before the session
    int round = 0;                                      ///< of the phase
    int index = 0;                                      ///< within the round
    int batch = 0, slot = 0;
    std::string reason;
    int copy = 0;  ///< not 0: in an environment of the same content that is built anew, in another place
};

/// What one session said of one cluster.
struct ClusterObservation {
    int cluster = 0;
    CellResult result = CellResult::U;
    std::string identity;  ///< of an X: the digest of its fingerprint
    std::string tests;     ///< by test: F, P, X, U; '-' was not asked. Empty: all as `result`
};

/// What came of an experiment. A cluster that is not listed is U.
struct Observation {
    bool built = true;
    std::optional<Requirement> violated;
    std::optional<Assignment> actual;  ///< what the session turned out to be, where that is not what was planned
    bool as_planned = true;            ///< false and no `actual`: unknown what it was, U
    std::vector<ClusterObservation> results;
};

struct Entry {
    Experiment experiment;
    Observation observation;
};
using Log = std::vector<Entry>;

/// What was found for the tests of one cluster, or of a part of one that behaves alike.
struct Finding {
    ClusterAttribution attribution;      ///< cluster, problem, flaky, verdicts, cause, note
    std::vector<int> tests;              ///< indices of the cluster's tests where it had to be split; empty: all
    std::vector<std::vector<int>> sets;  ///< minimal failing sets: indices of deltas
    std::vector<std::vector<int>> hits;  ///< the smallest repairs
    std::vector<std::vector<std::vector<int>>> layers;  ///< the sets of the failures hidden behind it, outermost first
    std::vector<std::vector<int>> welds;  ///< deltas that could not be told apart, as they cannot be built apart
    bool many = false;                    ///< many deltas matter: factor level only
    bool complete = false;  ///< every repair was run and passed: no other cause (if more bad never repairs)
    bool confirmed = false;
    bool context_dependent = false;
    bool only_side_by_side = false;  ///< fails only while another session runs
    std::vector<int> evidence;       ///< experiments that support the claim
    std::vector<int> against;        ///< experiments that contradict it
};

struct Conclusion {
    std::vector<Finding> findings;
    bool exclusive = false;  ///< sessions disagreed side by side and agreed alone
    std::vector<Requirement> learned;
    std::string stopped;  ///< "" or "budget", or what the caller said
};

/// Either experiments to be run in this order, at most `parallel` at a time, or the conclusion.
struct Step {
    std::vector<Experiment> batch;
    int parallel = 1;
    std::optional<Conclusion> conclusion;
};

/// Raised whenever next() may ask for other experiments after the same log than before: a log goes on only with the
/// strategy that began it, as another one would plan its confirmation anew, with the results of the first already seen.
constexpr int strategy = 1;

/// The next step after `log`. Deterministic: the whole strategy is replayed on the log, so a log that was cut anywhere
/// (a crash, Ctrl-C) goes on. `stop`: conclude now with what is known, for this reason. Throws std::invalid_argument
/// where an entry does not fit the question.
Step next(const Question& question, const Log& log, const std::string& stop = {});

/// The session as the report lists it: what was taken from which side, by the smaller number of changes.
SessionSummary summarize(const Question& question, const Entry& entry);

}  // namespace testskew::attribute
