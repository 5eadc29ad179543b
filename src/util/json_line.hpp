#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace testskew {

/// The longest line of JSON that is read, in bytes. A longer one is skipped, and the recording counts as truncated.
constexpr std::size_t max_line = 16u << 20;

/// One line as JSON; nullopt if it cannot be read. Python writes some things that JSON forbids, and these are mended:
/// lone surrogate escapes and bytes that are not UTF-8 become U+FFFD, NaN and Infinity become null. Nesting deeper than
/// 64 is refused, because only an attacker writes it, and because what walks through the result recurses.
std::optional<nlohmann::json> parse_line(std::string_view line);

/// The same, with the members in the order in which they stand in the line. `mended` is set to whether the line as it
/// stands is no JSON.
std::optional<nlohmann::ordered_json> parse_line_in_order(std::string_view line, bool& mended);

}  // namespace testskew
