#include "report/matrix_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "model/node_id.hpp"
#include "report/condition_words.hpp"
#include "report/facts.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_named = 4;

std::string named(const MatrixReport& report, const std::vector<std::size_t>& legs) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < legs.size() && i < most_named; ++i)
        words.push_back(one_line(report.legs[legs[i]].name, 60));
    if (legs.size() > most_named) words.push_back(fmt::format("{} more", legs.size() - most_named));
    return enumerated(words);
}

std::string legs_of(std::size_t count) { return count_of(static_cast<long>(count), "leg"); }

/// What is neither failing nor passing: "; 2 are flaky, 1 fails in another way".
std::string rest_words(const MatrixCluster& cluster) {
    std::vector<std::string> words;
    const auto add = [&](std::size_t count, const char* one, const char* many) {
        if (count) words.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
    };
    add(cluster.flaky, "is flaky", "are flaky");
    add(cluster.other, "fails in another way", "fail in another way");
    add(cluster.nothing, "did not run it", "did not run it");
    add(cluster.aside, "is of another commit", "are of other commits");
    return words.empty() ? "" : "; " + enumerated(words);
}

/// How it passes: "; passes on the other 34", or "on 31" where there are others that do neither.
std::string passes_words(const MatrixCluster& cluster) {
    const std::size_t passing = cluster.passing.size();
    if (passing == 0) return "; passes on none" + rest_words(cluster);
    const bool all = cluster.flaky + cluster.other + cluster.nothing + cluster.aside == 0;
    return fmt::format(
        "; passes on {}{}",
        all ? (passing == 1 ? "the other one" : fmt::format("the other {}", passing)) : std::to_string(passing),
        rest_words(cluster));
}

/// The legs that are evidence and in which a failure is flaky.
std::vector<std::size_t> flaky_legs(const MatrixReport& report, const MatrixCluster& cluster) {
    std::vector<std::size_t> legs;
    for (std::size_t i = 0; i < cluster.cells.size(); ++i)
        if (cluster.cells[i].result == LegResult::flaky && report.legs[i].use == LegUse::evidence) legs.push_back(i);
    return legs;
}

std::string unsteady_words(const MatrixReport& report, const MatrixCluster& cluster) {
    std::vector<std::string> words;
    for (const std::size_t leg : flaky_legs(report, cluster))
        words.push_back(fmt::format("{} of {} recordings of {}", cluster.cells[leg].runs_failed,
                                    cluster.cells[leg].runs_ran, one_line(report.legs[leg].name, 60)));
    const std::size_t count = words.size();
    if (count > most_named) {
        words.resize(most_named);
        words.push_back(fmt::format("some of {} more legs", count - most_named));
    }
    return fmt::format("fails in {}, and in no leg each time{}", enumerated(words),
                       cluster.passing.empty() ? "" : fmt::format("; passes on {}", cluster.passing.size()));
}

/// What would tell the descriptions apart.
std::string telling_words(const MatrixReport& report, const MatrixCluster& cluster) {
    const TellingLeg& telling = *cluster.telling;
    const std::string name = one_line(report.legs[telling.like].name, 60);
    const std::string which =
        telling.changed.empty() ? fmt::format("another recording of {}, which has no plain result", name)
                                : fmt::format("a leg like {} with {}", name, condition_words(telling.changed.front()));
    const auto first = [&](const std::vector<std::size_t>& list) {
        return description_words(cluster.descriptions[list.front()]) +
               (list.size() > 1 ? fmt::format(" (or {} more of these)", list.size() - 1) : "");
    };
    return fmt::format("{} would tell them apart: if it fails, what stays is {}; if it passes, {}", which,
                       first(telling.fails), first(telling.passes));
}

std::string p_words(double p) { return p < 0.0001 ? "p < 0.0001" : fmt::format("p = {:.2g}", p); }

/// How often a flaky failure comes, and whether that goes with something.
std::vector<std::string> rate_lines(const MatrixReport& report, const MatrixCluster& cluster) {
    std::vector<std::string> lines;
    for (const std::size_t leg : flaky_legs(report, cluster)) {
        if (lines.size() == most_named) break;
        const MatrixCell& cell = cluster.cells[leg];
        lines.push_back(fmt::format("rate in {}: {} of {} recordings, {:.0f} % (95 % interval {:.0f} % to {:.0f} %)",
                                    one_line(report.legs[leg].name, 60), cell.runs_failed, cell.runs_ran,
                                    100.0 * cell.runs_failed / cell.runs_ran, 100 * cell.rate_low,
                                    100 * cell.rate_high));
    }
    if (!cluster.rate) return lines;
    const MatrixRate& rate = *cluster.rate;
    const std::string tried =
        fmt::format("{}, {} after Holm's correction for {} tried", p_words(rate.p), p_words(rate.corrected),
                    count_of(static_cast<long>(rate.tried), "difference"));
    if (rate.follows())
        lines.push_back(fmt::format("with {}, it fails in {} of {} recordings, and in {} of {} otherwise ({}; {})",
                                    condition_words(rate.condition), rate.failed_with, rate.runs_with,
                                    rate.failed_without, rate.runs_without, tried, not_tested));
    else
        lines.push_back(fmt::format("its rate goes with nothing that was recorded: nearest is {} ({})",
                                    condition_words(rate.condition), tried));
    return lines;
}

/// The run that shows by experiment what a failure follows.
std::string nearest_words(const MatrixReport& report, const NearestPair& nearest) {
    return fmt::format("to test it, on the nearest pair, which differs in {}: `{}`",
                       count_of(static_cast<long>(nearest.differences), "thing"),
                       shell_command({"testskew", "run", "--bad", report.legs[nearest.bad].files.front(), "--good",
                                      report.legs[nearest.good].files.front()}));
}

}  // namespace

char letter(LegResult result) {
    switch (result) {
        case LegResult::fails: return 'F';
        case LegResult::passes: return '.';
        case LegResult::other: return 'o';
        case LegResult::nothing: return '-';
        case LegResult::flaky: return '~';
    }
    return '?';
}

std::string cell_words(const MatrixCell& cell) {
    switch (cell.result) {
        case LegResult::fails:
            return cell.ran > cell.failed ? fmt::format("fails ({} of {} tests)", cell.failed, cell.ran) : "fails";
        case LegResult::passes: return "passes";
        case LegResult::other: return "fails in another way";
        case LegResult::nothing: return "did not run";
        case LegResult::flaky:
            return fmt::format("flaky: fails in {} of {} recordings", cell.runs_failed, cell.runs_ran);
    }
    return {};
}

std::string letters_line(const MatrixReport& report) {
    std::set<LegResult> used;
    for (const MatrixCluster& cluster : report.clusters)
        for (const MatrixCell& cell : cluster.cells) used.insert(cell.result);
    std::vector<std::string> words;
    for (const LegResult one : used)
        words.push_back(
            fmt::format("{} {}", letter(one), one == LegResult::flaky ? "flaky" : cell_words({one, 0, 0, 0, 0})));
    return join(words, "   ");
}

std::string matrix_headline(const MatrixReport& report) {
    const auto evidence = std::count_if(report.legs.begin(), report.legs.end(),
                                        [](const MatrixLeg& leg) { return leg.use == LegUse::evidence; });
    const auto ways = std::count_if(report.clusters.begin(), report.clusters.end(),
                                    [](const MatrixCluster& one) { return one.described != DescribedAs::aside; });
    if (ways == 0) return fmt::format("No test fails in {}.", count_of(evidence, "leg"));
    return fmt::format("{} of {} {}{}.", report.failed, count_of(evidence, "leg"),
                       report.failed == 1 ? "fails" : "fail", ways > 1 ? fmt::format(", in {} ways", ways) : "");
}

std::string matrix_counts(const MatrixReport& report) {
    long evidence = 0, others = 0, empty = 0;
    for (const MatrixLeg& leg : report.legs)
        ++(leg.use == LegUse::evidence ? evidence : leg.use == LegUse::other_commit ? others : empty);
    std::vector<std::string> words = {
        count_of(evidence, "leg") +
        (report.commit.empty() ? "" : fmt::format(" of commit {}", one_line(report.commit, 100).substr(0, 7)))};
    if (others) words.push_back(fmt::format("{} of other commits, which are no evidence", others));
    if (empty) words.push_back(fmt::format("{} without a test", empty));
    return fmt::format("{}, {}: {}", count_of(static_cast<long>(report.recordings), "recording"),
                       count_of(static_cast<long>(report.tests), "test"), join(words, ", "));
}

std::string legs_sentence(const MatrixReport& report, const MatrixCluster& cluster) {
    const std::size_t failing = cluster.failing.size();
    const std::string first = cluster.descriptions.empty() ? "" : description_words(cluster.descriptions.front());
    switch (cluster.described) {
        case DescribedAs::exact:
        case DescribedAs::either:
            return fmt::format("fails on exactly the {} with {}{}", failing == 1 ? "one leg" : legs_of(failing), first,
                               passes_words(cluster));
        case DescribedAs::near:
            return fmt::format("fails on {}, {} with {}, which also holds on {} of {} where it passes ({}){}",
                               legs_of(failing), failing == 1 ? "one" : "all", first, cluster.wrongly.size(),
                               cluster.passing.size(), named(report, cluster.wrongly), rest_words(cluster));
        case DescribedAs::nowhere:
            return fmt::format("fails on {} ({}){}", legs_of(failing), named(report, cluster.failing),
                               passes_words(cluster));
        case DescribedAs::everywhere:
            return fmt::format("fails on {}, and passes on none{}",
                               failing == 1 ? "one leg" : "all " + legs_of(failing), rest_words(cluster));
        case DescribedAs::unsteady: return unsteady_words(report, cluster);
        case DescribedAs::aside: return "fails in legs of other commits alone";
    }
    return {};
}

std::vector<std::string> legs_lines(const MatrixReport& report, const MatrixCluster& cluster) {
    std::vector<std::string> lines;
    const bool described = !cluster.descriptions.empty();
    if (described) lines.emplace_back(not_tested);
    if (cluster.described == DescribedAs::nowhere)
        lines.emplace_back("nothing that was recorded is true of all legs that fail and false of most that pass");
    if (cluster.described == DescribedAs::near || cluster.described == DescribedAs::nowhere)
        lines.push_back(
            fmt::format("no description of up to {} conditions, and no two of up to two, separates the legs",
                        report.most_conditions));
    if (cluster.described == DescribedAs::either)
        lines.push_back(
            fmt::format("no conjunction of up to {} conditions separates the legs", report.most_conditions));
    if (cluster.greedy) lines.emplace_back("found by a greedy search: a shorter description may exist");
    if (cluster.descriptions.size() > 1) {
        std::vector<std::string> others;
        for (std::size_t i = 1; i < cluster.descriptions.size(); ++i)
            others.push_back(description_words(cluster.descriptions[i]));
        if (cluster.more) others.push_back(fmt::format("{} more", cluster.more));
        lines.push_back("as short, and true of the same legs: " + join(others, "; "));
    }
    if (cluster.telling) lines.push_back(telling_words(report, cluster));
    for (std::string& line : rate_lines(report, cluster)) lines.push_back(std::move(line));
    if (cluster.nearest) lines.push_back(nearest_words(report, *cluster.nearest));
    return lines;
}

std::vector<std::string> matrix_notes(const MatrixReport& report) {
    std::vector<std::string> notes;
    if (!report.missing.empty()) {
        constexpr std::size_t most = 20;
        std::vector<std::string> names(
            report.missing.begin(), report.missing.begin() + static_cast<long>(std::min(most, report.missing.size())));
        if (report.missing.size() > most) names.push_back(fmt::format("{} more", report.missing.size() - most));
        notes.push_back(fmt::format("no recording of {} of {}: {}", report.missing.size(),
                                    count_of(static_cast<long>(report.planned), "planned leg"), enumerated(names)));
    }
    if (report.apart_names) {
        constexpr std::size_t most = 6;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < report.apart.size() && i < most; ++i)
            names.push_back(column_words(report.apart[i]));
        if (report.apart.size() > most) names.push_back(fmt::format("{} more", report.apart.size() - most));
        notes.push_back(
            fmt::format("recordings of {} are several legs, and not one leg recorded several times, as they "
                        "differ in {}",
                        count_of(static_cast<long>(report.apart_names), "name"), enumerated(names)));
    }
    notes.insert(notes.end(), report.notes.begin(), report.notes.end());
    return notes;
}

std::string group_words(const MatrixGroup& group) {
    if (group.use == LegUse::other_commit) return "other commits";
    if (group.use == LegUse::no_tests) return "no tests";
    return group.is ? condition_words(*group.is) : "legs";
}

std::string column_words(const MatrixColumn& column) {
    return thing_words({column.factor, column.name, ConditionKind::is, "", ""});
}

std::string cluster_line(const MatrixCluster& cluster, std::size_t limit) { return error_line(cluster.error, limit); }

std::string cluster_tests(const MatrixCluster& cluster) {
    Cluster one;
    for (const std::string& id : cluster.tests) one.tests.push_back({id, Outcome::failed, Outcome::failed});
    return tests_line({&one});
}

MatrixReport without_secrets(const MatrixReport& report, const Secrets& secrets) {
    MatrixReport result = report;
    const auto hide = [&](std::string& text) { text = secrets.hide(text); };
    const auto hide_condition = [&](MatrixCondition& one) { hide(one.value), hide(one.as_in); };
    for (MatrixLeg& leg : result.legs) {
        hide(leg.name), hide(leg.why);
        for (std::string& file : leg.files) hide(file);
        for (auto& value : leg.values)
            if (value) hide(*value);
    }
    for (MatrixGroup& group : result.groups)
        if (group.is) hide_condition(*group.is);
    for (MatrixCluster& cluster : result.clusters) {
        for (std::string* text : {&cluster.error.message, &cluster.error.assertion, &cluster.error.source}) hide(*text);
        for (MatrixDescription& description : cluster.descriptions)
            for (Conjunction& all : description.any)
                for (MatrixCondition& one : all) hide_condition(one);
        if (cluster.rate) hide_condition(cluster.rate->condition);
        if (cluster.telling)
            for (MatrixCondition& one : cluster.telling->changed) hide_condition(one);
        for (ExceptionRecord& one : cluster.error.chain) hide(one.message);
    }
    for (std::string& note : result.notes) hide(note);
    return result;
}

}  // namespace testskew::report
