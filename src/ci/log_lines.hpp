#pragma once
#include <string>
#include <string_view>

namespace testskew::ci {

/// What of a line is kept.
constexpr size_t longest_line = 64UL * 1024;

/// One line of a CI's log without what the CI has put around it.
struct LogLine {
    std::string text;  ///< without time stamps, escape sequences and what a carriage return has overwritten
    std::string part;  ///< "job<TAB>step" of `gh run view --log`; "" elsewhere
    std::string date;  ///< "2026-02-06" of its time stamp; "" if it has none
};

/// Takes the prefixes of GitHub's, gh's, Azure's and GitLab's logs off a line.
LogLine log_line(std::string_view raw);

}  // namespace testskew::ci
