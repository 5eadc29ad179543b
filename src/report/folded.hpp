#pragma once
#include <string>
#include <string_view>

namespace testskew::report {

/// A line of a failure without the parts that differ between failures of the same kind: addresses, and the names of
/// local functions and classes ("test_a.<locals>.first").
std::string without_names_of_one_test(std::string_view text);

}  // namespace testskew::report
