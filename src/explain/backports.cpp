#include "explain/backports.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <stdexcept>

#include "util/text.hpp"

namespace testskew::explain {
namespace {

/// The numbers of a version, for example {3, 8, 10} for "3.8.10". A missing number is -1.
std::array<int, 3> numbers(std::string_view version) {
    std::array<int, 3> result{-1, -1, -1};
    for (std::size_t i = 0; i < result.size() && !version.empty(); ++i) {
        const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), result[i]);
        if (error != std::errc()) break;
        version.remove_prefix(static_cast<std::size_t>(end - version.data()));
        if (version.empty() || version.front() != '.') break;
        version.remove_prefix(1);
    }
    return result;
}

bool same_minor(std::string_view a, std::string_view b) {
    return numbers(a)[0] == numbers(b)[0] && numbers(a)[1] == numbers(b)[1];
}

}  // namespace

std::string Backport::patch_of(std::string_view version) const {
    const auto found = std::find_if(patches.begin(), patches.end(),
                                    [&](const std::string& patch) { return same_minor(patch, version); });
    return found == patches.end() ? "" : *found;
}

Known Backport::in(std::string_view version) const {
    const auto asked = numbers(version), all = numbers(since);
    if (asked[1] < 0) return Known::unknown;
    if (asked >= all) return Known::yes;
    const std::string patch = patch_of(version);
    if (patch.empty()) return Known::no;
    if (asked[2] < 0) return Known::unknown;
    return asked >= numbers(patch) ? Known::yes : Known::no;
}

Backport parse_backport(std::string_view line) {
    const auto words = split(line, ' ');
    const auto is_version = [](const std::string& word) {
        return !word.empty() && std::isdigit(static_cast<unsigned char>(word.front()));
    };
    Backport result;
    for (const auto& word : words) {
        if (result.name.empty())
            result.name = word;
        else if (!is_version(word) && result.parameter.empty() && result.patches.empty())
            result.parameter = word;
        else if (is_version(word))
            result.patches.push_back(word);
        else
            throw std::runtime_error("no line of a backport: " + std::string(line));
    }
    if (result.patches.empty() || numbers(result.patches.back())[2] >= 0)
        throw std::runtime_error("a backport ends with a minor version: " + std::string(line));
    result.since = result.patches.back();
    result.patches.pop_back();
    return result;
}

}  // namespace testskew::explain
