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
constexpr auto names_of<ServerExceptions> = names("way with server exceptions", "attach", "raise", "off");
template <>
constexpr auto names_of<SideName> = names("side", "bad", "good");
template <>
constexpr auto names_of<Phase> = names("phase", "base", "one-sided", "raise", "isolate", "suspect", "search",
                                       "minimality", "hit", "confirm", "recheck", "drill", "observe", "repeat");
template <>
constexpr auto names_of<Relation> = names("relation", "", "single", "all-needed", "any-enough", "mixed", "rate");
template <>
constexpr auto names_of<Role> = names("role", "", "needed", "enough");
template <>
constexpr auto names_of<CellResult> = names("result", "F", "P", "X", "U");
template <>
constexpr auto names_of<TestPhase> =
    names("phase of a test", "", "session", "collect", "setup", "call", "teardown", "???");
template <>
constexpr auto names_of<CollectOutcome> = names("outcome of collecting", "passed", "failed", "skipped");
template <>
constexpr auto names_of<PhaseOutcome> =
    names("outcome of a phase", "", "passed", "failed", "skipped", "rerun", "error");
template <>
constexpr auto names_of<DeltaKind> =
    names("kind of a delta", "interpreter", "package", "variable", "path", "git", "git-depth", "git-tags", "git-branch",
          "installation", "setup", "option", "invocation", "targets", "module", "test", "umask", "terminal", "user",
          "cpus", "limit", "home");
template <>
constexpr auto names_of<StateKind> =
    names("kind of state", "", "sys.modules", "environ", "cwd", "umask", "attribute", "container", "builtins",
          "sys.path", "meta_path", "path_hooks", "locale", "timezone", "decimal", "recursion_limit", "signal", "hooks",
          "warnings", "logging", "thread");
template <>
constexpr auto names_of<NoResultKind> = names("kind of missing result", "", "never-run", "skipped", "expected-failure",
                                              "ended-before", "deselected", "collection-failed", "not-again");
template <>
constexpr auto names_of<VerdictReason> =
    names("reason of a verdict", "", "needed-not-enough", "needed-other-failure", "needed-untested",
          "enough-not-needed", "enough-uncovers", "enough-untested", "part-of-cause", "search-incomplete", "neither",
          "both", "both-unconfirmed", "other-failure", "not-swappable", "held", "not-tested", "contradicted",
          "uncovers", "hidden", "together", "no-cause", "as-noted");
template <>
constexpr auto names_of<SuspicionKind> = names("reason of a suspicion", "changed", "asked", "missing", "mentioned",
                                               "passed", "state", "mock", "warned", "symptom");
template <>
constexpr auto names_of<ApiKind> =
    names("kind of an explanation", "name", "module", "syntax", "union-type", "operation", "parameters", "by-position",
          "subscript", "optional", "any-count", "deprecated", "changelog", "behaviour");
template <>
constexpr auto names_of<ApiSpan> = names("span of releases", "since", "up-to", "in");
template <>
constexpr auto names_of<TouchKind> = names("what a line does", "code", "makes", "looks-for");
template <>
constexpr auto names_of<CaveatKind> =
    names("kind of caveat", "", "fails-alike", "reversed", "no-difference", "good-fails-too", "no-bad-result",
          "no-good-result", "never-run-fails", "never-run", "many", "contradictory", "search-ended", "few-environments",
          "flaky", "flaky-builds", "random-order", "refuted", "one-direction", "gone-along", "layers-unknown",
          "unconfirmed", "side-by-side", "first-release", "first-python", "paths", "any-path", "line", "delta",
          "no-change", "package-changes");
template <>
constexpr auto names_of<InstallTrial> = names("outcome of an installation", "untried", "installs", "fails");
template <>
constexpr auto names_of<ObstacleKind> =
    names("obstacle", "", "budget-spent", "budget-small", "files-changed", "no-index", "stopped", "contradiction",
          "unconfirmed", "many-sessions", "untried", "failed");

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

/// Defines the functions of one enum. `last` is its last value, by which the compiler checks that every value has a
/// name.
#define TESTSKEW_ENUM(Enum, last)                                                         \
    static_assert(names_of<Enum>.all.size() == static_cast<std::size_t>(Enum::last) + 1); \
    template std::optional<Enum> find_value<Enum>(std::string_view name);                 \
    template Enum from_string<Enum>(std::string_view name);                               \
    std::string to_string(Enum value) { return std::string(name_of(value)); }
TESTSKEW_ENUM(Factor, host)
TESTSKEW_ENUM(ServerExceptions, off)
TESTSKEW_ENUM(SideName, good)
TESTSKEW_ENUM(Phase, repeat)
TESTSKEW_ENUM(Relation, rate)
TESTSKEW_ENUM(Role, enough)
TESTSKEW_ENUM(CellResult, nothing)
TESTSKEW_ENUM(TestPhase, unknown)
TESTSKEW_ENUM(CollectOutcome, skipped)
TESTSKEW_ENUM(PhaseOutcome, error)
TESTSKEW_ENUM(DeltaKind, home)
TESTSKEW_ENUM(StateKind, thread)
TESTSKEW_ENUM(NoResultKind, not_again)
TESTSKEW_ENUM(VerdictReason, as_noted)
TESTSKEW_ENUM(SuspicionKind, symptom)
TESTSKEW_ENUM(ApiKind, behaviour)
TESTSKEW_ENUM(ApiSpan, in)
TESTSKEW_ENUM(TouchKind, looks_for)
TESTSKEW_ENUM(CaveatKind, package_changes)
TESTSKEW_ENUM(InstallTrial, fails)
TESTSKEW_ENUM(ObstacleKind, failed)
#undef TESTSKEW_ENUM

std::vector<std::string> to_strings(const std::vector<Factor>& factors) {
    std::vector<std::string> names;
    for (const Factor factor : factors) names.push_back(to_string(factor));
    return names;
}

char letter(CellResult result) { return name_of(result).front(); }

std::optional<CellResult> cell_result_of(char letter) { return find_value<CellResult>(std::string_view(&letter, 1)); }

}  // namespace testskew
