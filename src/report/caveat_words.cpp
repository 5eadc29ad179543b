#include "report/caveat_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_packages = 4;  ///< that are named in one caveat

/// The words for releases that were left out: "1.1, 1.2, 1.3 and 4 more in between could not be tried: they would have
/// to be compiled, which takes too long".
std::string untried_words(const Obstacle& obstacle) {
    constexpr std::size_t most = 3;
    const std::size_t all = obstacle.untried.size();
    if (obstacle.untried.empty()) return fmt::format("{} in between could not be tried", obstacle.count);
    const std::vector<std::string> words = shortened(obstacle.untried, most);
    std::string why;
    if (obstacle.compiled > 0)
        why = static_cast<std::size_t>(obstacle.compiled) < all
                  ? fmt::format(", {} of them as compiling takes too long", obstacle.compiled)
              : obstacle.compiled == 1 ? ": it would have to be compiled, which takes too long"
                                       : ": they would have to be compiled, which takes too long";
    return fmt::format("{} in between could not be tried{}", enumerated(words), why);
}

/// The words for what the engine could not show of a cluster.
std::string engine_words(const Caveat& caveat, const SideNames& names) {
    switch (caveat.kind) {
        case CaveatKind::fails_alike: return "fails on both sides in the same way: it follows none of the differences";
        case CaveatKind::reversed:
            return fmt::format("fails on {} and passes on {}: swap the sides to attribute it", names.good,
                               names.bad == SideNames().bad ? "the bad one" : names.bad);
        case CaveatKind::no_difference: return "the two sides do not differ in anything that was looked at";
        case CaveatKind::good_fails_too: return fmt::format("fails on {} too, in another way", names.good);
        case CaveatKind::no_bad_result: return names.bad + "'s sessions gave no result";
        case CaveatKind::no_good_result: return names.good + "'s sessions gave no result";
        case CaveatKind::never_run_fails: return names.good + " never ran this test; it fails there too";
        case CaveatKind::never_run: return names.good + " does not run this test";
        case CaveatKind::many: return "many differences matter together, of many factors";
        case CaveatKind::contradictory:
            return "no set of differences brings the failure by itself each time: the results contradict each other";
        case CaveatKind::search_ended: {
            constexpr std::size_t most = 5;
            if (caveat.names.empty()) return "the sessions ended before the search did";
            return fmt::format("the sessions ended before the search did, which had come down to {}",
                               enumerated(shortened(caveat.names, most)));
        }
        case CaveatKind::few_environments: return "too few different environments exist to tell this from chance";
        case CaveatKind::flaky: return "flaky: the same session gave different results";
        case CaveatKind::flaky_builds:
            return "flaky: environments of the same content, each built anew, gave different results";
        case CaveatKind::random_order:
            return fmt::format(
                "{} draws the order of the tests anew for each session of {}, so what depends on the tests before it "
                "comes and goes: give both sides the seed of a session that fails, or switch the plugin off (-p no:{})",
                caveat.names.size() < 2 ? "a plugin" : caveat.names[1], caveat.names.empty() ? "it" : caveat.names[0],
                caveat.names.size() < 2 || caveat.names[1] == "pytest-randomly" ? "randomly" : "random_order");
        case CaveatKind::refuted:
            return fmt::format("a cause was suspected ({}), but the confirming sessions contradict it",
                               join(caveat.names, ", "));
        case CaveatKind::one_direction:
            return fmt::format(
                "{} can be swapped in one direction only: in the other it cannot be installed on the same interpreter",
                caveat.names.empty() ? "it" : enumerated(shortened(caveat.names, most_packages)));
        case CaveatKind::gone_along:
            if (caveat.names.size() < 2) return "it was never had alone";
            return fmt::format("whether {0} alone is enough was not seen: {1} went along, as {0} cannot be had without",
                               caveat.names.front(),
                               enumerated(shortened({caveat.names.begin() + 1, caveat.names.end()}, most_packages)));
        case CaveatKind::layers_unknown: return "what is behind the failure could not be followed to the end";
        case CaveatKind::unconfirmed:
            return "not confirmed by further sessions" +
                   (caveat.why.any() ? ": " + obstacle_words(caveat.why) : " (a run without --quick has them)");
        case CaveatKind::side_by_side: return "it failed while another session ran, and passed when it ran alone";
        default: return "";
    }
}

}  // namespace

std::string obstacle_words(const Obstacle& obstacle) {
    switch (obstacle.kind) {
        case ObstacleKind::none: return "";
        case ObstacleKind::budget_spent: return "the budget is spent";
        case ObstacleKind::budget_small: return "the budget does not allow it";
        case ObstacleKind::files_changed: return "files changed: " + obstacle.text;
        case ObstacleKind::no_index: return "the package index could not be reached";
        case ObstacleKind::contradiction: return "the sessions contradict each other";
        case ObstacleKind::unconfirmed: return "it could not be confirmed";
        case ObstacleKind::many_sessions: return "too many sessions";
        case ObstacleKind::untried: return untried_words(obstacle);
        case ObstacleKind::stopped:
        case ObstacleKind::failed: break;
    }
    return obstacle.text;
}

std::string caveat_words(const Caveat& caveat, const SideNames& names) {
    const std::string what = join(caveat.names, ", "), why = obstacle_words(caveat.why);
    switch (caveat.kind) {
        case CaveatKind::first_release:
            return fmt::format("which release of {} was the first to fail is not known: {}",
                               enumerated(shortened(caveat.names, most_packages)), why);
        case CaveatKind::first_python: return "which Python was the first to fail is not known: " + why;
        case CaveatKind::paths:
            return fmt::format("which paths in {} matter is not known{}", what, why.empty() ? "" : ": " + why);
        case CaveatKind::any_path:
            return fmt::format(
                "{} is enough, and so are the other files of {} without it: the folder itself may be "
                "what is missing",
                caveat.names.size() < 2 || caveat.names[1].empty() ? "a part of it" : caveat.names[1],
                caveat.names.empty() ? "it" : caveat.names[0]);
        case CaveatKind::line: return "the line that does it was not looked for: " + why;
        case CaveatKind::delta: return fmt::format("{} could not be looked into: {}", what, why);
        case CaveatKind::no_change:
            return fmt::format("no change was found in what the failure touched of {}",
                               caveat.names.size() < 3 ? what
                                                       : fmt::format("{} between {} and {}", caveat.names[0],
                                                                     caveat.names[1], caveat.names[2]));
        case CaveatKind::package_changes: return fmt::format("what changed in {} was not looked at: {}", what, why);
        default: return engine_words(caveat, names);
    }
}

std::string caveat_words(const std::vector<Caveat>& caveats, const SideNames& names) {
    std::vector<Caveat> told;
    for (const Caveat& caveat : caveats) {
        // What was in the way of all packages alike is said once.
        const auto alike = std::find_if(told.begin(), told.end(), [&](const Caveat& known) {
            return caveat.kind == CaveatKind::first_release && known.kind == caveat.kind && known.why == caveat.why;
        });
        if (alike == told.end())
            told.push_back(caveat);
        else
            alike->names.insert(alike->names.end(), caveat.names.begin(), caveat.names.end());
    }
    std::vector<std::string> words;
    for (const Caveat& caveat : told) words.push_back(caveat_words(caveat, names));
    return join(words, "; ");
}

}  // namespace testskew::report
