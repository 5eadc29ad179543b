#pragma once
#include <string>

#include "compare/side_view.hpp"

/// The sentences that say why one side has no result to compare with a failure of the other side.
namespace testskew::compare {

/// Makes a sentence such as "local skips these tests". `view` is what the other side, called `side`, says of the tests;
/// `recording` is its session.
std::string one_sided_note(const std::string& side, const TestView& view, const Recording& recording);

/// The same for one test. If the other side skips it, the sentence has the reason. `test` is its record there, or
/// nullptr.
std::string one_sided_note(const std::string& side, const TestView& view, const Recording& recording,
                           const TestRecord* test);

/// Makes a sentence such as "local never ran these tests; run there on their own, they pass". That one side never runs
/// what fails on the other is often the whole reason why it fails only there. `view.by_itself` must be set.
std::string never_run_note(const std::string& side, TestView view, const Recording& recording);

/// The same note in the singular: "local skips this test".
std::string of_one_test(std::string note);

}  // namespace testskew::compare
