#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace testskew::recording {

/// The longest line that is read, in bytes. A longer one is skipped, and the recording counts as truncated.
constexpr std::size_t max_line = 16u << 20;

/// One line as JSON; nullopt if it cannot be read. Python writes some things that JSON forbids, and these are mended:
/// lone surrogate escapes and bytes that are not UTF-8 become U+FFFD, NaN and Infinity become null. Nesting deeper than
/// 64 is refused, because only an attacker writes it.
std::optional<nlohmann::json> parse_line(std::string_view line);

}  // namespace testskew::recording
