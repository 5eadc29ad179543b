#include "util/recording_name.hpp"

#include <fmt/core.h>

#include <charconv>

namespace testskew {

RecordingName recording_name(std::string_view word) {
    constexpr std::string_view ending = ".jsonl";
    if (word.ends_with(ending)) return {std::string(word), 0};
    const std::size_t colon = word.rfind(':');
    if (colon == std::string_view::npos || !word.substr(0, colon).ends_with(ending)) return {};
    const std::string_view digits = word.substr(colon + 1);
    int session = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), session);
    if (error != std::errc() || end != digits.data() + digits.size() || session < 1) return {};
    return {std::string(word.substr(0, colon)), session};
}

std::string name_of_session(const std::string& path, int session) { return fmt::format("{}:{}", path, session); }

}  // namespace testskew
