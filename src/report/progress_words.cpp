#include "report/progress_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "util/text.hpp"

namespace testskew::report {
namespace {

/// An estimate needs no more than one digit, or whole minutes.
std::string about(double seconds) {
    if (seconds < 10) return fmt::format("{:.0f} s", std::max(1.0, std::ceil(seconds)));
    if (seconds < 90) return fmt::format("{:.0f} s", 10 * std::round(seconds / 10));
    return count_of(std::lround(seconds / 60), "minute");
}

}  // namespace

std::string expected_words(int sessions, double seconds) {
    return fmt::format("the causes are looked for next: about {}, {}, if each failure follows one difference",
                       count_of(sessions, "session"), about(seconds));
}

}  // namespace testskew::report
