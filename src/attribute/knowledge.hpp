#pragma once
#include <string>
#include <vector>

#include "attribute/engine.hpp"

namespace testskew::attribute {

/// Thrown where the strategy needs a result that the log does not have: what it wants stands in Wanted, and it is
/// replayed later.
struct Pending {};

/// The tests that are attributed together: a cluster, or a part of one.
struct Subject {
    int cluster = 0;         ///< index in the question
    std::vector<int> tests;  ///< empty: all
    bool flaky = false;
    bool operator==(const Subject&) const = default;
};

/// One direct result of a subject.
struct Run {
    Bits bad;  ///< the deltas at their bad value
    bool alone = false;
    CellResult result = CellResult::U;
    const std::string* identity = nullptr;
    const Experiment* experiment = nullptr;
    int copy = 0;  ///< of the environment
};

/// The experiments to be run next, each once, whoever asks for it.
class Wanted {
public:
    Wanted(const Question& question, const Log& log) : question_(question), log_(log) {}
    /// Wants a session; the same hybrid wanted again in the same role is the same session.
    Experiment& want(const Bits& bad, const std::string& phase, bool alone, int round, int index, int cluster,
                     const std::string& reason, int copy = 0);
    std::vector<Experiment> experiments;

private:
    const Question& question_;
    const Log& log_;
};

/// What the first `entries` of the log say of one subject. Results that were inferred are never in here.
class Knowledge {
public:
    Knowledge(const Question& question, const Log& log, std::size_t entries, const Subject& subject,
              bool skip_side_by_side);

    const std::vector<Run>& runs() const { return runs_; }
    /// The first result of that hybrid; U where it was tried and gave none; nullptr where it was never tried.
    const Run* find(const Bits& bad, bool alone) const;
    int tried(const Bits& bad, bool alone) const;
    /// Did one hybrid, run twice, give two results? `same_copy`: in one and the same environment.
    bool disagrees(bool same_copy = false) const;

private:
    std::vector<Run> runs_;
};

/// What one session said of a subject.
CellResult result_of(const Observation& observation, const Question& question, const Subject& subject,
                     const std::string** identity);

/// The clusters, split where their tests behave differently again and again. Wants the sessions that tell "again" from
/// "once".
std::vector<Subject> subjects_of(const Question& question, const Log& log, std::size_t entries, bool skip_side_by_side,
                                 Wanted& wanted);

}  // namespace testskew::attribute
