#include "environment/conflicts.hpp"

#include "environment/uv.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::environment {
namespace {

/// Returns the text between the n-th pair of backquotes, counted from 0, or "" if there are not so many.
std::string quoted(const std::string& line, int n) {
    const auto parts = split(line, '`');
    const size_t index = 2 * static_cast<size_t>(n) + 1;
    return index < parts.size() ? parts[index] : "";
}

}  // namespace

std::vector<Conflict> conflicts(const Environment& environment, const BuildOptions& options) {
    const auto exit = run_uv({"pip", "check", "--python", environment.python().string()}, options);
    return exit.ok() ? std::vector<Conflict>() : read_conflicts(exit.out + "\n" + exit.err);
}

// The two forms are "The package `a` requires `b>=2`, but `1.0` is installed" and "The package `a` requires `b>=2`, but
// it's not installed".
std::vector<Conflict> read_conflicts(const std::string& text) {
    std::vector<Conflict> result;
    for (const auto& line : split(text, '\n')) {
        if (line.find("The package `") == std::string::npos || line.find("` requires `") == std::string::npos) continue;
        Conflict conflict;
        conflict.package = requirement_name(quoted(line, 0));
        conflict.requirement = quoted(line, 1);
        conflict.needs = requirement_name(conflict.requirement);
        conflict.found = quoted(line, 2);
        result.push_back(std::move(conflict));
    }
    return result;
}

}  // namespace testskew::environment
