#pragma once
#include <string>

namespace testskew::report {

/// What is still to come, for those who wait: "the causes are looked for next: about 24 sessions, 2 minutes, if each
/// failure follows one difference". `seconds` is an estimate of wall time.
std::string expected_words(int sessions, double seconds);

}  // namespace testskew::report
