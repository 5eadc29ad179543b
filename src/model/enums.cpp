#include "model/enums.hpp"

#include <array>
#include <utility>

#include "util/error.hpp"

namespace testskew {
namespace {

/// The names of an enum's values, and what the enum itself is called in an error.
template <typename Enum>
struct Names;

template <>
struct Names<Factor> {
    static constexpr std::string_view what = "factor";
    static constexpr std::array<std::pair<Factor, std::string_view>, 6> all = {{
        {Factor::interpreter, "interpreter"},
        {Factor::packages, "packages"},
        {Factor::environ, "environ"},
        {Factor::files, "files"},
        {Factor::selection, "selection"},
        {Factor::host, "host"},
    }};
};

template <>
struct Names<SideName> {
    static constexpr std::string_view what = "side";
    static constexpr std::array<std::pair<SideName, std::string_view>, 2> all = {{
        {SideName::bad, "bad"},
        {SideName::good, "good"},
    }};
};

template <>
struct Names<Phase> {
    static constexpr std::string_view what = "phase";
    static constexpr std::array<std::pair<Phase, std::string_view>, 11> all = {{
        {Phase::base, "base"},
        {Phase::one_sided, "one-sided"},
        {Phase::raise, "raise"},
        {Phase::isolate, "isolate"},
        {Phase::search, "search"},
        {Phase::minimality, "minimality"},
        {Phase::hit, "hit"},
        {Phase::confirm, "confirm"},
        {Phase::recheck, "recheck"},
        {Phase::drill, "drill"},
        {Phase::observe, "observe"},
    }};
};

template <>
struct Names<Relation> {
    static constexpr std::string_view what = "relation";
    static constexpr std::array<std::pair<Relation, std::string_view>, 6> all = {{
        {Relation::none, ""},
        {Relation::single, "single"},
        {Relation::all_needed, "all-needed"},
        {Relation::any_enough, "any-enough"},
        {Relation::mixed, "mixed"},
        {Relation::rate, "rate"},
    }};
};

template <>
struct Names<Role> {
    static constexpr std::string_view what = "role";
    static constexpr std::array<std::pair<Role, std::string_view>, 3> all = {{
        {Role::none, ""},
        {Role::needed, "needed"},
        {Role::enough, "enough"},
    }};
};

template <>
struct Names<CellResult> {
    static constexpr std::string_view what = "result";
    static constexpr std::array<std::pair<CellResult, std::string_view>, 4> all = {{
        {CellResult::fails, "F"},
        {CellResult::passes, "P"},
        {CellResult::other, "X"},
        {CellResult::nothing, "U"},
    }};
};

template <>
struct Names<CollectOutcome> {
    static constexpr std::string_view what = "outcome of collecting";
    static constexpr std::array<std::pair<CollectOutcome, std::string_view>, 3> all = {{
        {CollectOutcome::passed, "passed"},
        {CollectOutcome::failed, "failed"},
        {CollectOutcome::skipped, "skipped"},
    }};
};

template <typename Enum>
std::string_view name_of(Enum value) {
    for (const auto& [one, name] : Names<Enum>::all)
        if (one == value) return name;
    return "?";
}

}  // namespace

template <typename Enum>
std::optional<Enum> find_value(std::string_view name) {
    for (const auto& [value, one] : Names<Enum>::all)
        if (one == name) return value;
    return std::nullopt;
}

template <typename Enum>
Enum from_string(std::string_view name) {
    if (const auto value = find_value<Enum>(name)) return *value;
    throw Error("no " + std::string(Names<Enum>::what) + " is called '" + std::string(name) + "'");
}

#define TESTSKEW_ENUM(Enum)                                               \
    template std::optional<Enum> find_value<Enum>(std::string_view name); \
    template Enum from_string<Enum>(std::string_view name);               \
    std::string to_string(Enum value) { return std::string(name_of(value)); }
TESTSKEW_ENUM(Factor)
TESTSKEW_ENUM(SideName)
TESTSKEW_ENUM(Phase)
TESTSKEW_ENUM(Relation)
TESTSKEW_ENUM(Role)
TESTSKEW_ENUM(CellResult)
TESTSKEW_ENUM(CollectOutcome)
#undef TESTSKEW_ENUM

char letter(CellResult result) { return name_of(result).front(); }

std::optional<CellResult> cell_result_of(char letter) { return find_value<CellResult>(std::string_view(&letter, 1)); }

}  // namespace testskew
