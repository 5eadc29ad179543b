#include "report/verdict_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "model/json.hpp"
#include "report/caveat_words.hpp"
#include "report/experiments.hpp"
#include "report/once.hpp"
#include "report/told_verdicts.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

const char* result_word(const Cell& cell) {
    const int kinds = (cell.F > 0) + (cell.P > 0) + (cell.X > 0);
    if (kinds == 0) return "could not be tried";
    if (kinds > 1) return "gave different results";
    return cell.P ? "passes" : cell.F ? "fails the same way" : "fails differently";
}

/// What was seen of a factor that could be swapped in one direction: "local with ci's packages passes; ci with local's
/// could not be tried". "" if nothing was seen.
std::string half_tested_words(const Report& report, const Verdict& verdict) {
    const auto seen = [](const Cell& cell) { return cell.F + cell.P + cell.X > 0; };
    if (verdict.reason != VerdictReason::not_swappable || (!seen(verdict.repair) && !seen(verdict.induce))) return "";
    const std::string bad = bad_name(report), good = good_name(report);
    return fmt::format("{1} with {0}'s {2} {3}; {0} with {1}'s {4}", bad, good, factor_name(verdict.factor),
                       result_word(verdict.induce), result_word(verdict.repair));
}

/// What the line on a factor adds to its verdict.
std::string remark_on(const Report& report, const Verdict& verdict, const std::vector<Caveat>& caveats) {
    // If the cluster has a single caveat, the report shows it in a line of its own.
    const bool is_shown = verdict.reason == VerdictReason::as_noted && caveats.size() == 1;
    std::vector<std::string> remarks;
    const auto add = [&](const std::string& text) {
        if (!text.empty()) remarks.push_back(text);
    };
    const std::string half = half_tested_words(report, verdict);
    if (!is_shown) add(half.empty() ? reason_words(verdict, caveats) : half);
    if (!verdict.jointly_with.empty() && verdict.reason != VerdictReason::together)
        add("only together with " + join(to_strings(verdict.jointly_with), ", "));
    if (!verdict.given.empty()) add("once repaired: " + join(verdict.given, ", "));
    return join(remarks, "; ");
}

/// What one exchanged difference did, where the sessions ended before a cause was shown: "local, but httpx as in ci: it
/// fails the same way". That is no verdict, and all that there is.
std::vector<std::string> seen_alone(const Report& report, const Problem& problem) {
    constexpr std::size_t most = 3;
    std::vector<std::string> lines;
    if (problem.found->cause || problem.found->flaky) return lines;
    const bool one = problem.tests() == 1;
    for (const ExperimentRow& row : experiments(report, problem).rows) {
        const SessionSummary& session = *row.session;
        const bool from_bad = session.from == SideName::bad;
        const CellResult telling = from_bad ? CellResult::passes : CellResult::fails;
        if (session.taken.size() != 1 || row.seen != telling || lines.size() == most) continue;
        const std::string own = from_bad ? bad_name(report) : good_name(report);
        const std::string other = from_bad ? good_name(report) : bad_name(report);
        add_once(lines, fmt::format(
                            "{}, but {} as in {}: {} {}", own, one_line(session.taken.front().delta, 80), other,
                            one ? "it" : "they",
                            from_bad ? (one ? "passes" : "pass") : (one ? "fails the same way" : "fail the same way")));
    }
    return lines;
}

/// True if a caveat of the cluster already says of all factors what this verdict would say of one.
bool is_told_by_note(const ClusterAttribution& found, const Verdict& verdict, const std::string& remark) {
    return !found.cause && verdict.kind == VerdictKind::unproven &&
           (remark.empty() || verdict.reason == VerdictReason::no_cause);
}

}  // namespace

std::string reason_words(const Verdict& verdict, const std::vector<Caveat>& caveats) {
    switch (verdict.reason) {
        case VerdictReason::none: return "";
        case VerdictReason::needed_not_enough: return "needed, not enough alone";
        case VerdictReason::needed_other_failure: return "needed; alone it causes another failure";
        case VerdictReason::needed_untested: return "needed; whether it is enough could not be tested";
        case VerdictReason::enough_not_needed: return "enough, not needed";
        case VerdictReason::enough_uncovers: return "enough; repairing it uncovers another failure";
        case VerdictReason::enough_untested: return "enough; whether it is needed could not be tested";
        case VerdictReason::part_of_cause: return "part of a combined cause, though neither needed nor enough alone";
        case VerdictReason::search_incomplete: return "neither repairs nor induces, but the search was not complete";
        case VerdictReason::neither: return "neither repairs nor induces the failure";
        case VerdictReason::both: return "repairs and induces the failure";
        case VerdictReason::both_unconfirmed: return "repairs and induces the failure, but this was not confirmed";
        case VerdictReason::other_failure: return "only another failure was seen";
        case VerdictReason::not_swappable: return "could not be swapped alone";
        case VerdictReason::held:
            return "held at the bad side's value: the good side does not run these tests otherwise";
        case VerdictReason::not_tested: return "not tested: the sessions ended before";
        case VerdictReason::contradicted: return "the confirming sessions contradict each other";
        case VerdictReason::uncovers: return "causes the failure; repairing it uncovers another";
        case VerdictReason::hidden: return "causes the failure that is hidden behind this one";
        case VerdictReason::together:
            return fmt::format("proven together with {}; they cannot be swapped apart",
                               join(to_strings(verdict.jointly_with), ", "));
        case VerdictReason::no_cause: return "no cause was shown";
        case VerdictReason::as_noted: return caveats.empty() ? "" : caveat_words(caveats.front(), {});
    }
    return "";
}

std::string agreement(const Cause& cause) {
    if (!cause.sessions) return "";
    const std::string anew = cause.environments > cause.mixes
                                 ? fmt::format(", in {} built anew,", count_of(cause.environments, "environment"))
                                 : "";
    return fmt::format("{} in {} of the two sides{} {}", count_of(cause.sessions, "session"),
                       count_of(cause.mixes, "different mix", "different mixes"), anew,
                       cause.sessions == 1 ? "agrees" : "agree");
}

std::vector<std::pair<std::string, std::string>> other_verdicts(const Report& report, const Problem& problem,
                                                                bool verbose) {
    std::vector<std::pair<std::string, std::string>> result;
    if (!problem.found) return result;
    const ClusterAttribution& found = *problem.found;
    std::vector<std::string> ruled_out;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>>
        others;  // keyed by verdict and remark, so that factors that agree share one line
    for (const Verdict& verdict : found.verdicts) {
        if (verdict.kind == VerdictKind::ruled_out) {
            ruled_out.push_back(factor_name(verdict.factor));
            continue;
        }
        if (found.cause && found.cause->follows(verdict.factor)) continue;
        // What hides behind the failure is told by itself if the cause was looked into.
        if (found.cause && found.cause->looked_into && verdict.reason == VerdictReason::hidden) continue;
        const std::string why = remark_on(report, verdict, found.caveats);
        if (!is_told(report, verdict, verbose) || is_told_by_note(found, verdict, why)) continue;
        const std::string differs = untested_words(report, verdict);
        const std::string remark = differs + (differs.empty() || why.empty() ? "" : ": ") + why;
        // "not tried" fits the column of the labels, and says the same.
        const bool untestable = verdict.kind == VerdictKind::untestable;
        others[{untestable ? "not tried" : to_string(verdict.kind), remark}].push_back(factor_name(verdict.factor));
    }
    if (!ruled_out.empty()) result.emplace_back("ruled out", join(ruled_out, ", "));
    for (auto& line : seen_alone(report, problem)) result.emplace_back("seen", std::move(line));
    for (const auto& [key, factors] : others)
        result.emplace_back(key.first, join(factors, ", ") + (key.second.empty() ? "" : ": " + key.second));
    return result;
}

}  // namespace testskew::report
