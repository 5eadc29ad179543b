#include "divergence/names.hpp"

#include <algorithm>

namespace testskew::divergence {
namespace {

/// The probe writes the system's folder for temporary files so.
constexpr std::string_view temporary_folder = "<tmpdir>/";
/// Python's tempfile puts that many characters of its own between the prefix and the suffix of a name.
constexpr std::size_t random_part = 8;

bool is_random(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

int Names::of(std::string_view text) {
    const auto [found, added] = numbers_.try_emplace(std::string(text), static_cast<int>(texts_.size()));
    if (added) texts_.push_back(&found->first);
    return found->second;
}

bool Names::alike(int value, int other) {
    if (value == other) return true;
    return value >= 0 && other >= 0 && comparable(value) == comparable(other);
}

int Names::comparable(int value) {
    if (const auto known = comparable_.find(value); known != comparable_.end()) return known->second;
    std::string result = text(value);
    for (auto at = result.find(temporary_folder); at != std::string::npos; at = result.find(temporary_folder, at)) {
        at += temporary_folder.size();
        const auto begin = result.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = std::find_if(begin, result.end(), [](char c) { return !is_random(c) && c != '-'; });
        if (static_cast<std::size_t>(end - begin) >= random_part &&
            std::all_of(end - static_cast<std::ptrdiff_t>(random_part), end, is_random))
            std::fill(end - static_cast<std::ptrdiff_t>(random_part), end, '*');
    }
    return comparable_[value] = of(result);
}

}  // namespace testskew::divergence
