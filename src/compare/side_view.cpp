#include "compare/side_view.hpp"

#include <algorithm>
#include <unordered_set>

#include "compare/stacks.hpp"
#include "compare/test_failures.hpp"
#include "model/node_id.hpp"

namespace testskew::compare {
namespace {

/// What one recording says of one test.
TestView look(const RecordingIndex& index, const std::string& id, bool with_failure) {
    TestView view;
    if (const TestRecord* test = index.test(id)) {
        view.outcome = test->outcome;
        switch (test->outcome) {
            case Outcome::passed:
            case Outcome::xpassed: view.state = TestView::State::passing; break;
            case Outcome::skipped: view.state = TestView::State::skipped; break;
            case Outcome::xfailed: view.state = TestView::State::xfailed; break;
            case Outcome::not_run: view.state = TestView::State::not_run; break;
            default:
                view.state = TestView::State::failing;
                view.failure = first_failure(*test, with_failure);
                if (with_failure && view.failure) add_stack(view.failure->failure, index.recording(), *test);
        }
        if (test->outcome != Outcome::not_run) return view;
    }
    if (const CollectRecord* collect = index.collect_failure(id)) {
        view.state = TestView::State::failing;
        view.outcome = Outcome::error;
        view.failure = failure(*collect);
    } else if (index.session_failure()) {
        view.state = TestView::State::failing;
        view.outcome = Outcome::error;
        view.failure = index.session_failure();
    } else if (view.state == TestView::State::absent && index.deselected(id)) {
        view.state = TestView::State::deselected;
    } else if (view.state == TestView::State::absent && index.collect_skipped(id)) {
        view.state = TestView::State::skipped;
        view.outcome = Outcome::skipped;
    } else if (view.state == TestView::State::absent && !within_module(id)) {
        const auto& modules = index.recording().modules;  // If the id is a module, only its collection is compared.
        if (std::find(modules.begin(), modules.end(), id) != modules.end()) {
            view.state = TestView::State::passing;
            view.outcome = Outcome::passed;
        }
    }
    return view;
}

}  // namespace

SideView::SideView(const Recording& recording, const Recording* extra) : index_(recording) {
    if (extra) extra_.emplace(*extra);
}

TestView SideView::view(const std::string& id, bool with_failure) const {
    TestView view = look(index_, id, with_failure);
    const bool unknown = view.state == TestView::State::absent || view.state == TestView::State::deselected;
    if (unknown && extra_) {
        TestView other = look(*extra_, id, with_failure);
        const bool died = extra_->session_failure().has_value();
        if (!died && other.state != TestView::State::absent && other.state != TestView::State::deselected) {
            other.by_itself = view.state;
            return other;
        }
    }
    return view;
}

std::string SideView::name() const { return index_.recording().profile; }

void SideView::add_tests_below(const std::string& node, std::vector<std::string>& ids) const {
    for (const TestRecord& test : index_.recording().tests)
        if (holds(node, test.id)) ids.push_back(test.id);
    if (extra_)
        for (const TestRecord& test : extra_->recording().tests)
            if (holds(node, test.id)) ids.push_back(test.id);
}

std::vector<std::string> SideView::failing(const SideView& other) const {
    std::vector<std::string> ids;
    for (const TestRecord& test : index_.recording().tests)
        if (test.outcome == Outcome::failed || test.outcome == Outcome::error || test.outcome == Outcome::crashed ||
            test.outcome == Outcome::timed_out)
            ids.push_back(test.id);
    for (const CollectRecord& collect : index_.recording().collection) {
        if (collect.outcome != CollectOutcome::failed) continue;
        const std::size_t before = ids.size();
        other.add_tests_below(collect.id, ids);
        if (ids.size() == before) ids.push_back(collect.id == whole_collection_id ? whole_session_id : collect.id);
    }
    if (index_.session_failure()) {
        const std::size_t before = ids.size();
        for (const TestRecord& test : other.index_.recording().tests) ids.push_back(test.id);
        if (ids.size() == before) ids.push_back(whole_session_id);
    }
    std::unordered_set<std::string> seen;
    std::erase_if(ids, [&](const std::string& id) { return !seen.insert(id).second; });
    return ids;
}

}  // namespace testskew::compare
