#include "matrix/cells.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "model/node_id.hpp"

namespace testskew::matrix {
namespace {

/// The failure of a subject in a list that is sorted by subjects.
std::optional<std::uint32_t> failure_of(const std::vector<RunFailure>& list, std::uint32_t subject) {
    const auto found = std::lower_bound(list.begin(), list.end(), RunFailure{subject, 0});
    return found == list.end() || found->subject != subject ? std::nullopt : std::optional(found->failure);
}

/// True if what failed at this node keeps the test, or the node, from being collected.
bool keeps_away(const std::string& failed, const std::string& id) {
    return failed == whole_session_id || holds(failed, id);
}

/// What came of the tests in one run.
struct Seen {
    int failed = 0, other = 0, passed = 0;

    LegResult result() const {
        return failed ? LegResult::fails : other ? LegResult::other : passed ? LegResult::passes : LegResult::nothing;
    }
};

void look_at_node(const MatrixInput& input, const MatrixRun& run, const Failures& failures, std::uint32_t node,
                  Seen& seen) {
    if (const auto failure = failure_of(run.failed_nodes, node)) {
        ++(*failure == failures.failure ? seen.failed : seen.other);
        return;
    }
    const std::string& id = input.nodes[node];
    for (const RunFailure& one : run.failed_nodes)
        if (keeps_away(input.nodes[one.subject], id)) return void(++seen.other);
    const bool whole = id == whole_collection_id || id == whole_session_id;
    const bool collected = std::binary_search(run.modules.begin(), run.modules.end(), node);
    for (std::size_t i = 0; i < run.outcomes.size() && !collected; ++i) {
        const bool ran = run.outcomes[i] == RunOutcome::passed || run.outcomes[i] == RunOutcome::failed;
        if (ran && (whole || is_below(input.tests[i], id))) return void(++seen.passed);
    }
    if (collected) ++seen.passed;
}

Seen seen_in(const MatrixInput& input, const MatrixRun& run, const Failures& failures) {
    Seen seen;
    for (const std::uint32_t test : failures.tests) {
        const RunOutcome outcome = test < run.outcomes.size() ? run.outcomes[test] : RunOutcome::absent;
        if (outcome == RunOutcome::passed) ++seen.passed;
        if (outcome == RunOutcome::failed)
            ++(failure_of(run.failed_tests, test) == failures.failure ? seen.failed : seen.other);
    }
    for (const std::uint32_t node : failures.nodes) look_at_node(input, run, failures, node, seen);
    if (seen.result() != LegResult::nothing || run.failed_nodes.empty()) return seen;
    // None of them is known. That may be because they could not be collected.
    for (const std::uint32_t test : failures.tests)
        for (const RunFailure& one : run.failed_nodes)
            if (keeps_away(input.nodes[one.subject], input.tests[test])) {
                ++seen.other;
                return seen;
            }
    return seen;
}

}  // namespace

std::vector<Failures> failures_of(const MatrixInput& input) {
    std::vector<Failures> result(input.failures.size());
    for (const MatrixRun& run : input.runs) {
        for (const RunFailure& one : run.failed_tests) result[one.failure].tests.push_back(one.subject);
        for (const RunFailure& one : run.failed_nodes) result[one.failure].nodes.push_back(one.subject);
    }
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i].failure = static_cast<std::uint32_t>(i);
        for (auto* list : {&result[i].tests, &result[i].nodes}) {
            std::sort(list->begin(), list->end());
            list->erase(std::unique(list->begin(), list->end()), list->end());
        }
    }
    return result;
}

MatrixCell cell(const MatrixInput& input, const Failures& failures, const std::vector<std::size_t>& runs) {
    MatrixCell result;
    bool passes = false, other = false;
    for (const std::size_t run : runs) {
        const Seen seen = seen_in(input, input.runs[run], failures);
        const LegResult one = seen.result();
        if (one == LegResult::nothing) continue;
        const bool first_failing = one == LegResult::fails && result.runs_failed == 0;
        if (result.runs_ran == 0 || first_failing) {
            result.failed = seen.failed;
            result.ran = seen.failed + seen.other + seen.passed;
        }
        ++result.runs_ran;
        result.runs_failed += one == LegResult::fails ? 1 : 0;
        passes = passes || one == LegResult::passes;
        other = other || one == LegResult::other;
    }
    result.result = result.runs_ran == 0      ? LegResult::nothing
                    : result.runs_failed == 0 ? (other ? LegResult::other : LegResult::passes)
                    : passes || other         ? LegResult::flaky
                                              : LegResult::fails;
    return result;
}

}  // namespace testskew::matrix
