#pragma once
#include <string>

#include "compare/side_view.hpp"

/// The sentences that say why one side has nothing to set against a failure of the other.
namespace testskew::compare {

/// "local skips these tests". `view` is what the other side, called `side`, says of the tests; `recording` is its
/// session.
std::string one_sided_note(const std::string& side, const TestView& view, const Recording& recording);

/// The same for one test: with the reason where the other side skips it. `test` is its record there, or nullptr.
std::string one_sided_note(const std::string& side, const TestView& view, const Recording& recording,
                           const TestRecord* test);

/// "local never ran these tests; run there on their own, they pass": one side never runs by itself what fails on the
/// other, which often is the whole answer to why it fails here and not there. `view.by_itself` must be set.
std::string never_run_note(const std::string& side, TestView view, const Recording& recording);

/// A note as it is for a single test: "local skips this test".
std::string of_one_test(std::string note);

}  // namespace testskew::compare
