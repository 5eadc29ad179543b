#include "compare/notes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "model/outcomes.hpp"

namespace testskew::compare {
namespace {

/// True if pytest ran no test because a module could not be collected. That is what pytest does unless it is told to go
/// on.
bool stopped_at_collection(const Recording& recording) {
    return recording.exit_status == 2 && std::any_of(recording.collection.begin(), recording.collection.end(),
                                                     [](const auto& c) { return c.outcome == CollectOutcome::failed; });
}

}  // namespace

std::string one_sided_note(const std::string& side, const TestView& view, const Recording& recording) {
    if (view.state == TestView::State::not_run && stopped_at_collection(recording))
        return fmt::format(
            "{} ran no test, as it could not collect all of them: with `-- --continue-on-collection-errors` it runs "
            "the others",
            side);
    switch (view.state) {
        case TestView::State::skipped: return side + " skips these tests";
        case TestView::State::xfailed: return side + " expects these tests to fail (xfail)";
        case TestView::State::not_run: return side + " ended before these tests";
        case TestView::State::deselected: return side + " deselects these tests";
        default: return side + " never ran these tests";
    }
}

std::string one_sided_note(const std::string& side, const TestView& view, const Recording& recording,
                           const TestRecord* test) {
    std::string note = one_sided_note(side, view, recording);
    if (view.state != TestView::State::skipped || !test) return note;
    const std::string reason = skip_reason(*test);
    if (!reason.empty()) note += ": " + reason.substr(0, reason.find('\n'));
    return note;
}

std::string never_run_note(const std::string& side, TestView view, const Recording& recording) {
    const char* result =
        view.failure ? "; run there on their own, they fail too" : "; run there on their own, they pass";
    view.state = *view.by_itself;
    return one_sided_note(side, view, recording) + result;
}

std::string of_one_test(std::string note) {
    for (const auto& [many, one] : {std::pair<std::string_view, std::string_view>{"these tests", "this test"},
                                    {"on their own, they pass", "on its own, it passes"},
                                    {"on their own, they fail", "on its own, it fails"}})
        if (const auto at = note.find(many); at != std::string::npos) note.replace(at, many.size(), one);
    return note;
}

}  // namespace testskew::compare
