#include "report/evidence.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/once.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

struct Swap {
    std::string onto, from;  ///< the sides' names
    bool repair = true;      ///< the bad side with something from the good one
};

/// What the side is given in the session: "without x", "with x 2.0" or "with local's x".
std::string with_delta(const Report& report, Factor factor, const std::string& name, const Swap& swap) {
    for (const Difference& difference : report.comparison.differences) {
        if (difference.factor != factor) continue;
        for (const DeltaDifference& delta : difference.deltas) {
            // The comparison lists all options as one value, whereas each of them is a delta of its own.
            const bool option = delta.name != name && (delta.bad == name || delta.good == name);
            if (delta.name != name && !option) continue;
            const auto value = swap.repair ? delta.good : delta.bad;
            const auto before = swap.repair ? delta.bad : delta.good;
            if (!value || (option && *value != name)) return "without " + name;
            if (factor == Factor::packages) return fmt::format("with {} {}", name, *value);
            if (factor == Factor::host && value->size() < 30) return fmt::format("with {} {}", name, *value);
            if (!before || option) return "with " + name;
            return fmt::format("with {}'s {}", swap.from, name);
        }
    }
    return fmt::format("with {}'s {}", swap.from, name);
}

/// True for a side that is called by its version of Python, so that "3.11 on Python 3.12" would say two things.
bool is_version(const std::string& name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) || c == '.'; });
}

/// What the side is given of one delta. An option is told as it is written on the side that it comes from.
std::string with_delta(const Report& report, const CauseDelta& delta, const Swap& swap) {
    const auto& value = swap.repair ? delta.good : delta.bad;
    if (delta.kind == DeltaKind::option && value) return fmt::format("with `{}`", *value);
    return with_delta(report, delta.factor, delta.name, swap);
}

std::string session_words(const Report& report, const Cause& cause, Factor factor, const Swap& swap) {
    if (factor == Factor::interpreter) {
        const std::string version = swap.repair ? report.good.python : report.bad.python;
        return version.empty()         ? fmt::format("{} with {}'s interpreter", swap.onto, swap.from)
               : is_version(swap.onto) ? fmt::format("{}'s set-up, but on Python {}", swap.onto, version)
                                       : fmt::format("{} on Python {}", swap.onto, version);
    }
    std::vector<std::string> names, parts;
    for (const CauseSet& set : cause.sets)
        for (const CauseDelta& delta : set.deltas) {
            if (delta.factor != factor) continue;
            add_once(names, delta.name);
            add_once(parts, one_line(with_delta(report, delta, swap), 160));
        }
    // The whole factor was swapped if the cause has several factors, or if it names no delta of this one.
    if (cause.factors.size() > 1 || names.empty())
        return fmt::format("{} with {}'s {}", swap.onto, swap.from, factor_name(factor));
    if (names.size() > 2) {
        const std::string what = factor == Factor::packages  ? "package"
                                 : factor == Factor::environ ? "variable"
                                 : factor == Factor::files   ? "file"
                                 : factor == Factor::host    ? "setting"
                                                             : "part of the selection";
        return fmt::format("{} with {} from {}", swap.onto,
                           count_of(static_cast<long>(names.size()), what,
                                    factor == Factor::selection ? "parts of the selection" : ""),
                           swap.from);
    }
    if (parts.size() == 1) return swap.onto + " " + parts[0];
    const bool all =
        cause.relation == Relation::any_enough ? swap.repair : !swap.repair || cause.relation != Relation::all_needed;
    return swap.onto + " " + join(parts, all ? " and " : " or ");
}

/// The packages that the cause names.
std::vector<std::string> packages_of(const Cause& cause) {
    std::vector<std::string> names;
    for (const CauseSet& set : cause.sets)
        for (const CauseDelta& delta : set.deltas)
            if (delta.factor == Factor::packages) add_once(names, delta.name);
    return names;
}

bool is_taken(const SessionSummary& session, const std::string& package) {
    return std::any_of(session.taken.begin(), session.taken.end(), [&](const DeltaName& delta) {
        return delta.factor == Factor::packages && delta.delta == package;
    });
}

/// True if a session has the package as the good side has it (`good`), or as the bad side has it.
bool has(const SessionSummary& session, const std::string& package, bool good) {
    return ((session.from == SideName::bad) == is_taken(session, package)) == good;
}

/// Where the packages of the cause could not be installed alone: the packages that were swapped along in every session
/// with the result of this direction.
std::vector<std::string> gone_along(const Report& report, const Problem& problem, const Cause& cause, bool repair) {
    const auto names = packages_of(cause);
    const auto swapped = [&](const SessionSummary& session, const std::string& name) {
        return has(session, name, repair);
    };
    const auto all_swapped = [&](const SessionSummary& session) {
        return std::all_of(names.begin(), names.end(), [&](const auto& name) { return swapped(session, name); });
    };
    const auto& sessions = report.attribution.sessions;
    const bool not_alone = std::any_of(sessions.begin(), sessions.end(), [&](const SessionSummary& session) {
        return session.phase != Phase::base && session.from == (repair ? SideName::bad : SideName::good) &&
               session.taken.size() == names.size() && all_swapped(session) &&
               std::all_of(session.results.begin(), session.results.end(),
                           [](const auto& result) { return result.second == CellResult::nothing; });
    });
    std::vector<std::string> along;
    if (names.empty() || !not_alone) return along;
    for (const Difference& difference : report.comparison.differences)
        for (const DeltaDifference& delta : difference.deltas)
            if (difference.factor == Factor::packages &&
                std::find(names.begin(), names.end(), delta.name) == names.end())
                along.push_back(delta.name);
    const std::pair<int, CellResult> wanted{problem.clusters.front()->id,
                                            repair ? CellResult::passes : CellResult::fails};
    for (const SessionSummary& session : sessions)
        if (all_swapped(session) &&
            std::find(session.results.begin(), session.results.end(), wanted) != session.results.end())
            std::erase_if(along, [&](const std::string& name) { return !swapped(session, name); });
    return along;
}

/// The packages that went along with a factor of the cause: as they are needed, or in every session.
std::vector<std::string> along_of(const Report& report, const Problem& problem, const Cause& cause, Factor factor,
                                  bool repair) {
    std::vector<std::string> along;
    if (cause.factors.size() > 1) return along;
    for (const DeltaName& delta : repair ? cause.along_good : cause.along_bad)
        if (delta.factor == Factor::packages) along.push_back(delta.delta);
    if (factor == Factor::packages)
        for (auto& name : gone_along(report, problem, cause, repair)) add_once(along, std::move(name));
    return along;
}

/// " and what goes with it (greenlet)" behind what a session had; "" if nothing did.
std::string along_words(const std::vector<std::string>& along) {
    if (along.empty()) return "";
    if (along.size() > 2)
        return fmt::format(" and {} that go with it", count_of(static_cast<long>(along.size()), "package"));
    return fmt::format(" and what goes with it ({})", join(along, ", "));
}

const Verdict* verdict_of(const ClusterAttribution* found, Factor factor) {
    if (!found) return nullptr;
    for (const Verdict& verdict : found->verdicts)
        if (verdict.factor == factor) return &verdict;
    return nullptr;
}

/// The result and how often it was seen. If all sessions agree the result is given in tests, else in sessions.
std::pair<std::string, std::string> result_words(const Report& report, const Problem& problem, Factor factor,
                                                 bool repair) {
    const Verdict* shown = verdict_of(problem.found, factor);
    const Cell cell = !shown ? Cell{} : repair ? shown->repair : shown->induce;
    if (!cell.sessions()) return {"not tried", ""};
    if (cell.U == cell.sessions()) return {"could not be tried alone", ""};
    // The tests of groups in which all sessions agree; those that fail on both sides; those behind whose failure there
    // is another one.
    long agreeing = 0, otherwise = 0, further = 0;
    for (const Cluster* cluster : problem.clusters) {
        const Verdict* verdict = verdict_of(attribution_of(report, cluster->id), factor);
        const Cell own = !verdict ? Cell{} : repair ? verdict->repair : verdict->induce;
        if (repair && own.sessions() && own.sessions() == own.X) further += static_cast<long>(cluster->tests.size());
        if (!own.sessions() || own.sessions() != (repair ? own.P : own.F)) continue;
        agreeing += static_cast<long>(cluster->tests.size());
        if (cluster->good_error) otherwise += static_cast<long>(cluster->tests.size());
    }
    const std::string count = count_of(cell.sessions(), "session");
    const long all = problem.tests();
    const bool differently = fails_differently(problem);
    const std::string passes = differently ? "fail as in " + good_name(report) : "pass";
    if (agreeing == all && all == 1) {
        if (!repair) return {"it fails the same way", count};
        return {differently ? "it fails as in " + good_name(report) : "it passes", count};
    }
    if (all == 1 && cell.X == cell.sessions()) return {"it fails differently", count};
    if (repair && otherwise > 0 && otherwise < agreeing && cell.sessions() == cell.P)
        return {fmt::format("{} of {} pass, {} fail as in {}", agreeing - otherwise, all, otherwise, good_name(report)),
                count};
    if (agreeing > 0 && agreeing + further == all && further > 0)
        return {fmt::format("{} of {} {}, {} fail differently", agreeing, all, passes, further), count};
    if (agreeing > 0 && cell.sessions() == (repair ? cell.P : cell.F))
        return {fmt::format("{} of {} {}", agreeing, all, repair ? passes : "fail the same way"), count};
    std::vector<std::string> parts;
    const auto add = [&](int times, const std::string& what) {
        if (times)
            parts.push_back(fmt::format(
                "{} in {}", what, times == cell.sessions() ? "all" : fmt::format("{} of {}", times, cell.sessions())));
    };
    add(cell.P, passes), add(cell.F, "fail the same way"), add(cell.X, "fail differently"),
        add(cell.U, "cannot be told");
    return {join(parts, ", "), count};
}

}  // namespace

std::vector<Evidence> evidence(const Report& report, const Problem& problem) {
    std::vector<Evidence> rows;
    if (!problem.found || !problem.found->cause) return rows;
    const Cause& cause = *problem.found->cause;
    for (const bool repair : {true, false}) {
        std::vector<Factor> told;  // factors that an earlier row covers, as they were swapped together with its factor
        for (const Factor factor : cause.factors) {
            const Verdict* verdict = verdict_of(problem.found, factor);
            if (!verdict || std::find(told.begin(), told.end(), factor) != told.end()) continue;
            const Swap swap{repair ? bad_name(report) : good_name(report),
                            repair ? good_name(report) : bad_name(report), repair};
            std::string words = session_words(report, cause, factor, swap);
            words += along_words(along_of(report, problem, cause, factor, repair));
            for (const Factor other : verdict->jointly_with) {
                if (!cause.follows(other)) continue;
                words += session_words(report, cause, other, swap).substr(swap.onto.size());
                told.push_back(other);
            }
            // Repairing this factor alone uncovers the failure behind it. The tests passed because that was repaired
            // too.
            if (repair && !cause.layers.empty() && verdict->repair.P > 0) words += " and what is behind it";
            const auto [result, count] = result_words(report, problem, factor, repair);
            // Of several factors it was not always asked what each of them does alone.
            if (count.empty() && cause.factors.size() > 1) continue;
            rows.push_back({repair ? "repair" : "induce", words, result, count});
        }
    }
    return rows;
}

std::vector<Evidence> evidence_of_layer(const Report& report, const Problem& problem, const CauseLayer& layer) {
    std::vector<Evidence> rows;
    std::vector<Factor> told;
    for (const DeltaName& delta : layer.deltas) {
        const Verdict* verdict = verdict_of(problem.found, delta.factor);
        if (!verdict || verdict->reason != VerdictReason::hidden) continue;
        if (std::find(told.begin(), told.end(), delta.factor) != told.end()) continue;
        told.push_back(delta.factor);
        const Cell& cell = verdict->induce;
        if (!cell.X || cell.X != cell.sessions()) continue;
        const Swap swap{good_name(report), bad_name(report), false};
        rows.push_back({"induce", session_words(report, *problem.found->cause, delta.factor, swap),
                        problem.tests() == 1 ? "it fails like that" : "they fail like that",
                        count_of(cell.X, "session")});
    }
    return rows;
}

std::string meaning_of_passing(const Report& report, const Problem& problem) {
    if (!fails_differently(problem) || !problem.found || !problem.found->cause) return "";
    return fmt::format("{0} fails too, in another way: what is said to pass fails as in {0}", good_name(report));
}

}  // namespace testskew::report
