#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace testskew {

/// The longest line of JSON that is read, in bytes. A longer one is skipped, and the recording counts as truncated.
constexpr std::size_t max_line = 16u << 20;

/// How deep the lists and objects of a line may be nested. Only an attacker writes more, and what walks through the
/// result recurses.
constexpr std::size_t deepest_line = 64;

/// The line with those things replaced that Python writes and JSON forbids: lone surrogate escapes and bytes that are
/// not UTF-8 by U+FFFD, NaN and Infinity by null.
std::string mended_line(std::string_view line);

/// One line as JSON; nullopt if it cannot be read even when it is mended, or is nested too deep.
std::optional<nlohmann::json> parse_line(std::string_view line);

/// The same, with the members in the order in which they stand in the line. `mended` is set to whether the line as it
/// stands is no JSON.
std::optional<nlohmann::ordered_json> parse_line_in_order(std::string_view line, bool& mended);

}  // namespace testskew
