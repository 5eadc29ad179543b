#include "report/ci_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/json.hpp"
#include "report/cause_sentence.hpp"
#include "report/difference_words.hpp"
#include "report/hidden.hpp"
#include "util/hash.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

std::string name_of(const CiReport& report, std::size_t leg) { return one_line(report.legs.at(leg).name, 120); }

std::vector<std::size_t> in_state(const CiReport& report, LegState state) {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < report.legs.size(); ++i)
        if (report.legs[i].state == state) result.push_back(i);
    return result;
}

/// One factor in a few words. A single thing is named with its values.
std::string few_words(const Difference& difference) {
    const std::string factor = factor_name(difference.factor);
    if (difference.deltas.size() == 1) {
        const DeltaDifference& delta = difference.deltas.front();
        const bool shown = delta.bad && delta.good && !is_keyed_digest(*delta.bad) && !is_keyed_digest(*delta.good);
        const std::string values =
            shown ? fmt::format(" ({}, {})", one_line(*delta.bad, 60), one_line(*delta.good, 60)) : "";
        if (difference.factor == Factor::interpreter) return factor + values;
        return one_line(delta.name, 60) + values;
    }
    const auto count = static_cast<long>(difference.deltas.size());
    switch (difference.factor) {
        case Factor::packages: return count_of(count, "package");
        case Factor::environ: return count_of(count, "variable");
        case Factor::files: return count_of(count, "thing of git or the files", "things of git or the files");
        default: return factor;
    }
}

/// The first of several values.
std::string few(const std::vector<std::string>& values) {
    constexpr std::size_t most = 4;
    std::vector<std::string> shown;
    for (const std::string& value : values)
        if (shown.size() < most) shown.push_back(one_line(value, 40));
    return join(shown, ", ") + (values.size() > most ? ", ..." : "");
}

/// A leg that was given as good says nothing of those that are looked at, and one that cannot be read may have failed.
std::string headline_of_none_failed(const CiReport& report) {
    long passed = 0, unknown = 0;
    for (const CiLeg& leg : report.legs) {
        if (leg.given_as_good) continue;
        ++(leg.state == LegState::passed ? passed : unknown);
    }
    const std::string unread = fmt::format("{} no usable recording", count_of(unknown, "leg has", "legs have"));
    if (passed == 0) return unknown == 0 ? "No leg was recorded." : "Nothing is known: " + unread + ".";
    return fmt::format("No leg failed: {} passed{}.", count_of(passed, "leg"), unknown ? ", " + unread : "");
}

}  // namespace

std::string leg_names(const CiReport& report, const std::vector<std::size_t>& legs, std::size_t most) {
    std::vector<std::string> names;
    for (const std::size_t leg : legs)
        if (names.size() < most || legs.size() == most + 1) names.push_back(name_of(report, leg));
    if (names.size() < legs.size())
        names.push_back(count_of(static_cast<long>(legs.size() - names.size()), "more leg"));
    return enumerated(names);
}

std::string ci_headline(const CiReport& report, const std::vector<CiProblem>& problems) {
    const auto failed = in_state(report, LegState::failed), passed = in_state(report, LegState::passed);
    const auto all = static_cast<long>(failed.size() + passed.size());
    if (failed.empty()) return headline_of_none_failed(report);
    std::string text = all == 1
                           ? fmt::format("The leg {} failed.", leg_names(report, failed))
                           : fmt::format("{} of {} legs failed: {}.", failed.size(), all, leg_names(report, failed));
    if (problems.empty()) return text;
    long tests = 0;
    bool shown = false;
    for (const CiProblem& problem : problems) {
        tests += problem.problem.tests();
        shown = shown || problem.cause();
    }
    text += " " + count_of(tests, "test fails", "tests fail");
    if (problems.size() > 1)
        text += shown ? fmt::format(", for {} reasons", problems.size()) : fmt::format(", in {} ways", problems.size());
    return text + ".";
}

std::string state_word(const CiLeg& leg) {
    switch (leg.state) {
        case LegState::failed: return "failed";
        case LegState::passed: return "passed";
        case LegState::no_session: return "not recorded";
        case LegState::unusable: break;
    }
    return "not used";
}

std::string outcome_words(const CiLeg& leg) {
    if (leg.state == LegState::unusable || leg.outcomes.empty())
        return leg.why.empty() ? "no tests" : one_line(leg.why, 300);
    return counts_line(leg.outcomes) + (leg.why.empty() ? "" : "; " + one_line(leg.why, 300));
}

std::string where_words(const CiReport& report, const CiProblem& problem) {
    std::string text = "fails in " + leg_names(report, problem.legs);
    const Cluster& first = *problem.problem.clusters.front();
    if (!problem.in->good) return text + "; there is no leg in which it passes";
    const std::string good = name_of(report, *problem.in->good);
    if (first.kind == ClusterKind::common) return text + ", and in " + good + " in the same way";
    if (first.kind == ClusterKind::one_sided) return text + "; " + good + " did not run it";
    if (first.good_error) return text + ", and differently in " + good;
    const auto seen = report.seen.find(first.fingerprint.digest);
    std::vector<std::size_t> passing = {*problem.in->good};
    if (seen != report.seen.end())
        for (const std::size_t leg : seen->second.passing) append_once(passing, leg);
    return text + ", passes in " + leg_names(report, passing);
}

std::string separation_words(const CiReport& report, const CiProblem& problem) {
    const auto seen = report.seen.find(problem.problem.clusters.front()->fingerprint.digest);
    if (seen == report.seen.end() || seen->second.separations.empty()) return {};
    constexpr std::size_t most = 5;
    std::vector<std::string> words;
    const auto& all = seen->second.separations;
    for (std::size_t i = 0; i < all.size() && i < most; ++i) {
        const CiSeparation& one = all[i];
        const std::string name = one.factor == Factor::interpreter ? factor_name(one.factor) : one_line(one.name, 60);
        const bool shown = !one.failing.empty() && !one.passing.empty();
        words.push_back(
            shown ? fmt::format("{} ({} where it fails, {} where it passes)", name, few(one.failing), few(one.passing))
                  : name);
    }
    if (all.size() > most) words.push_back(fmt::format("{} more things", all.size() - most));
    return "what separates the legs in which it fails from those in which it passes: " + enumerated(words) +
           " (seen, not tested)";
}

std::string difference_words(const CiComparison& comparison) {
    std::vector<std::string> words;
    for (const Difference& difference : comparison.report.comparison.differences)
        if (difference.swappable && !difference.deltas.empty()) words.push_back(few_words(difference));
    if (words.empty() && !comparison.report.comparison.differences.empty()) return "the machine alone";
    return enumerated(words);
}

std::string compared_words(const CiReport& report, const CiComparison& comparison) {
    const std::string bad = name_of(report, comparison.bad);
    if (!comparison.good)
        return fmt::format("{} is compared with nothing: there is no leg in which its failing tests pass", bad);
    const std::string good = name_of(report, *comparison.good);
    const std::string what = comparison.all_pass ? "these tests pass" : "some of these tests pass";
    const std::size_t others = comparison.further.size();
    const std::string which = report.legs.at(*comparison.good).given_as_good ? "which was given as good"
                              : others == 0 ? fmt::format("the only leg in which {}", what)
                                            : fmt::format("the nearest of {} legs in which {}", others + 1, what);
    const std::string differ = difference_words(comparison);
    return fmt::format("{} is compared with {}, {}: {}", bad, good, which,
                       differ.empty() ? "nothing that was recorded differs between them" : "they differ in " + differ);
}

std::string cause_words(const CiReport& report, const CiProblem& problem) {
    const CiComparison& in = *problem.in;
    if (const Cause* cause = problem.cause())
        return fmt::format("{}: {}", to_string(cause->verdict),
                           cause_sentence(*cause, names_of(in.report, problem.problem)));
    // What fails in both legs alike follows none of their differences.
    if (!in.good || problem.problem.clusters.front()->kind == ClusterKind::common) return {};
    const std::string differ = difference_words(in);
    if (differ.empty()) return {};
    return fmt::format("{} and {} differ in {}; {}", name_of(report, in.bad), name_of(report, *in.good), differ,
                       in.report.attribution.done ? "no cause was shown" : "none of it was tested");
}

std::vector<std::string> problem_lines(const CiReport& report, const CiProblem& problem) {
    std::vector<std::string> lines = {error_line(problem.error())};
    const Block block = blocks(problem.problem.clusters).front();
    if (const std::string hidden = server_line(block); !hidden.empty()) lines.push_back(hidden);
    lines.push_back(tests_line(problem.problem.clusters) + ": " + where_words(report, problem));
    if (const std::string cause = cause_words(report, problem); !cause.empty()) lines.push_back(cause);
    if (const std::string seen = separation_words(report, problem); !seen.empty()) lines.push_back(seen);
    return lines;
}

std::vector<std::string> failed_without_test(const CiReport& report) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < report.legs.size(); ++i) {
        const CiLeg& leg = report.legs[i];
        const bool told = std::any_of(report.comparisons.begin(), report.comparisons.end(),
                                      [&](const CiComparison& one) { return one.bad == i; });
        if (leg.state == LegState::failed && !told)
            lines.push_back(fmt::format("{} failed, and no test of it did: {}", name_of(report, i),
                                        leg.why.empty() ? "the recording does not say why" : one_line(leg.why, 300)));
    }
    return lines;
}

std::vector<std::string> unusable_legs(const CiReport& report) {
    std::vector<std::string> lines;
    for (const CiLeg& leg : report.legs)
        if (leg.state == LegState::unusable || leg.state == LegState::no_session)
            lines.push_back(one_line(leg.why, 400));
    return lines;
}

}  // namespace testskew::report
