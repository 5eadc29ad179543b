#pragma once
#include <string>

#include "compare/side_view.hpp"
#include "model/comparison.hpp"

/// Why one side has no result to compare with a failure of the other side.
namespace testskew::compare {

/// True if pytest ran no test because a module could not be collected. That is what pytest does unless it is told to go
/// on.
bool stopped_at_collection(const Recording& recording);

/// Says why the side called `side` gave no result. `view` is what it says of the tests; `recording` is its session.
/// `test` is the record of one of them there, which has the reason for a skip, or nullptr.
NoResult no_result(const std::string& side, const TestView& view, const Recording& recording, const TestRecord* test);

/// The same for tests that the side gave a result for only when they were run on their own. That one side never runs
/// what fails on the other is often the whole reason why it fails only there. `view.by_itself` must be set.
NoResult result_on_their_own(const std::string& side, const TestView& view, const Recording& recording);

}  // namespace testskew::compare
