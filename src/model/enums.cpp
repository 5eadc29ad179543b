#include "model/enums.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "util/error.hpp"

namespace testskew {
namespace {

/// What an enum is called in an error, and the names of its values in their order.
template <std::size_t count>
struct Names {
    std::string_view what;
    std::array<std::string_view, count> all;
};

template <typename... Name>
constexpr Names<sizeof...(Name)> names(std::string_view what, Name... name) {
    return {what, {name...}};
}

template <typename Enum>
constexpr Names<0> names_of = {};
template <>
constexpr auto names_of<Factor> = names("factor", "interpreter", "packages", "environ", "files", "selection", "host");
template <>
constexpr auto names_of<SideName> = names("side", "bad", "good");
template <>
constexpr auto names_of<Phase> = names("phase", "base", "one-sided", "raise", "isolate", "search", "minimality", "hit",
                                       "confirm", "recheck", "drill", "observe", "repeat");
template <>
constexpr auto names_of<Relation> = names("relation", "", "single", "all-needed", "any-enough", "mixed", "rate");
template <>
constexpr auto names_of<Role> = names("role", "", "needed", "enough");
template <>
constexpr auto names_of<CellResult> = names("result", "F", "P", "X", "U");
template <>
constexpr auto names_of<CollectOutcome> = names("outcome of collecting", "passed", "failed", "skipped");

template <typename Enum>
std::string_view name_of(Enum value) {
    const auto place = static_cast<std::size_t>(value);
    return place < names_of<Enum>.all.size() ? names_of<Enum>.all[place] : "?";
}

}  // namespace

template <typename Enum>
std::optional<Enum> find_value(std::string_view name) {
    const auto& all = names_of<Enum>.all;
    const auto found = std::find(all.begin(), all.end(), name);
    return found == all.end() ? std::nullopt : std::optional(static_cast<Enum>(found - all.begin()));
}

template <typename Enum>
Enum from_string(std::string_view name) {
    if (const auto value = find_value<Enum>(name)) return *value;
    throw Error("no " + std::string(names_of<Enum>.what) + " is called '" + std::string(name) + "'");
}

/// The functions of one enum, whose last value shows that every one has a name.
#define TESTSKEW_ENUM(Enum, last)                                                         \
    static_assert(names_of<Enum>.all.size() == static_cast<std::size_t>(Enum::last) + 1); \
    template std::optional<Enum> find_value<Enum>(std::string_view name);                 \
    template Enum from_string<Enum>(std::string_view name);                               \
    std::string to_string(Enum value) { return std::string(name_of(value)); }
TESTSKEW_ENUM(Factor, host)
TESTSKEW_ENUM(SideName, good)
TESTSKEW_ENUM(Phase, repeat)
TESTSKEW_ENUM(Relation, rate)
TESTSKEW_ENUM(Role, enough)
TESTSKEW_ENUM(CellResult, nothing)
TESTSKEW_ENUM(CollectOutcome, skipped)
#undef TESTSKEW_ENUM

char letter(CellResult result) { return name_of(result).front(); }

std::optional<CellResult> cell_result_of(char letter) { return find_value<CellResult>(std::string_view(&letter, 1)); }

}  // namespace testskew
