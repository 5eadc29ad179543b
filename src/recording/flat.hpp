#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace testskew::recording {

/// One line's JSON object where every value is a plain string (no escapes), a number, true, false or null: what the
/// probe writes for the tests that pass, nearly all lines of a recording. Views into the line; strings without their
/// quotes.
struct FlatObject {
    struct Member {
        std::string_view key, value;
        bool string = false;
    };
    std::array<Member, 12> members{};
    std::size_t count = 0;

    /// The value of `key`, empty where it is missing or null.
    std::string_view operator[](std::string_view key) const;
};

/// `line` as a flat object; nullopt where it is anything else (then the full parser decides).
std::optional<FlatObject> parse_flat(std::string_view line);

}  // namespace testskew::recording
