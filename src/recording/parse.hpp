#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace testskew::recording {

/// The longest line that is read; longer ones are skipped and noted.
constexpr std::size_t max_line = 16u << 20;

/// One line as JSON; nullopt where it cannot be read. What Python writes and JSON forbids is mended: lone surrogate
/// escapes and bytes that are no UTF-8 become U+FFFD, NaN and Infinity null. Refuses nesting deeper than 64, which only
/// an attacker writes.
std::optional<nlohmann::json> parse_line(std::string_view line);

}  // namespace testskew::recording
