#pragma once
#include <map>
#include <optional>
#include <vector>

#include "report/facts.hpp"

/// The sessions that show what a problem follows, as a reader checks them: what each had from which side, and what the
/// tests did in it.
namespace testskew::report {

/// From which side a session had a factor: all of it from one of them, or a part from each.
enum class Mixture { bad, part, good };

/// One session with a result for a problem.
struct ExperimentRow {
    const SessionSummary* session = nullptr;
    std::map<Factor, Mixture> mixture;
    std::optional<bool> cause;            ///< whether the cause was there, if one was shown
    std::optional<CellResult> predicted;  ///< only if a result was predicted for this problem
    CellResult seen = CellResult::nothing;
};

/// The rows of a problem in the order in which they were run, and the factors in which they differ.
struct Experiments {
    std::vector<Factor> factors;
    std::vector<ExperimentRow> rows;
};

/// The experiments on a problem. Sessions that tell nothing of it are left out, and so are those that ran other tests
/// or tried what neither side has.
Experiments experiments(const Report& report, const Problem& problem);

/// What a session took from the other side of one factor: "click, idna and 3 more".
std::string taken_words(const SessionSummary& session, Factor factor);

}  // namespace testskew::report
