#include "compare/no_result.hpp"

#include <algorithm>

#include "model/outcomes.hpp"

namespace testskew::compare {
namespace {

NoResultKind kind_of(TestView::State state, const Recording& recording) {
    switch (state) {
        case TestView::State::skipped: return NoResultKind::skipped;
        case TestView::State::xfailed: return NoResultKind::expected_failure;
        case TestView::State::not_run:
            return stopped_at_collection(recording) ? NoResultKind::collection_failed : NoResultKind::ended_before;
        case TestView::State::deselected: return NoResultKind::deselected;
        default: return NoResultKind::never_run;
    }
}

}  // namespace

bool stopped_at_collection(const Recording& recording) {
    return recording.exit_status == 2 && std::any_of(recording.collection.begin(), recording.collection.end(),
                                                     [](const auto& c) { return c.outcome == CollectOutcome::failed; });
}

NoResult no_result(const std::string& side, const TestView& view, const Recording& recording, const TestRecord* test) {
    NoResult result{kind_of(view.state, recording), side};
    if (view.state != TestView::State::skipped || !test) return result;
    const std::string reason = skip_reason(*test);
    result.reason = reason.substr(0, reason.find('\n'));
    return result;
}

NoResult result_on_their_own(const std::string& side, const TestView& view, const Recording& recording) {
    return {kind_of(*view.by_itself, recording), side, {}, view.failure ? CellResult::fails : CellResult::passes};
}

}  // namespace testskew::compare
