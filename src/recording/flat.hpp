#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace testskew::recording {

/// A line whose JSON object has only plain strings (without escapes), numbers, true, false and null. The probe writes
/// such a line for each test that passes, so nearly all lines of a recording are of this form, and reading them needs
/// no parser. All members are views into the line; strings come without their quotes.
struct FlatObject {
    /// A member of the object. `string` says whether the value was in quotes.
    struct Member {
        std::string_view key, value;
        bool string = false;
    };
    std::array<Member, 12> members{};
    std::size_t count = 0;

    /// The member with that key; nullptr if it is missing.
    const Member* find(std::string_view key) const;
    /// The text of `key`; empty if it is missing or no text.
    std::string_view operator[](std::string_view key) const;
    /// The value of `key` as it is written, if it is a number, true, false or null; empty if it is missing or a text.
    std::string_view word(std::string_view key) const;
};

/// `line` as a flat object; nullopt if it is anything else, or names a member twice, which needs the full parser.
std::optional<FlatObject> parse_flat(std::string_view line);

}  // namespace testskew::recording
