#include <fmt/core.h>

#include <algorithm>

#include "model/json.hpp"
#include "report/facts.hpp"
#include "report/layout.hpp"
#include "report/report.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

using Style = Layout::Style;

std::string spoken(const std::string& text) { return printable(text); }

std::string outcome_line(const ReportSide& side) {
    std::string result;
    for (const auto& [name, count] : side.outcomes) result += fmt::format("{}{} {}", result.empty() ? "" : ", ", count, name);
    return result.empty() ? "no tests" : result;
}

void sides(Layout& layout, const Report& report) {
    std::vector<std::vector<std::string>> rows;
    for (const ReportSide* side : {&report.bad, &report.good}) {
        const std::string name = side == &report.bad ? bad_name(report) : good_name(report);
        rows.push_back({name, side->python.empty() ? "" : "Python " + side->python, side->packages.empty() ? "" : count_of(static_cast<long>(side->packages.size()), "package"),
                        side->selection, outcome_line(*side), side->seconds > 0 ? fmt::format("{:.1f} s", side->seconds) : ""});
    }
    layout.table(rows, {Style::bold, Style::plain, Style::dim, Style::plain, Style::plain, Style::dim});
    for (const ReportSide* side : {&report.bad, &report.good}) {
        const std::string name = side == &report.bad ? bad_name(report) : good_name(report);
        const std::string begin = "  " + name + ": ";
        if (!side->ended.empty()) layout.paragraph(begin, side->ended, Style::yellow);
        if (!side->requirements_origin.empty()) layout.paragraph(begin, "requirements from " + side->requirements_origin, Style::dim);
        for (const Fidelity& f : side->fidelity) layout.paragraph(begin, fmt::format("{} {} asked, {} found", f.what, f.asked, f.got), Style::yellow);
        for (const std::string& note : side->notes) layout.paragraph(begin, note, Style::dim);
        if (!side->missing.empty()) layout.paragraph(begin, "variables looked up and not set: " + join(side->missing, ", "), Style::dim);
    }
}

void frames(Layout& layout, const Failure& failure) {
    for (const ExceptionRecord& exception : failure.chain) {
        const std::string how = exception.link == "cause" ? "caused by " : exception.link == "context" ? "while handling " : exception.link == "group" ? "in the group " : "";
        layout.paragraph("     ", how + exception.type + (exception.message.empty() ? "" : ": " + exception.message), Style::plain, Style::plain, 7);
        for (const Frame& frame : exception.frames) {
            const std::string at = fmt::format("{}:{} in {}", frame.path, frame.line, frame.function);
            layout.paragraph("       ", at, frame.project ? Style::plain : Style::dim, Style::plain, 11);
            if (!frame.source.empty()) layout.paragraph("           ", frame.source, Style::dim);
        }
        if (exception.cut) layout.paragraph("       ", "... (cut: more was recorded than is kept)", Style::dim);
    }
}

void error(Layout& layout, const Cluster& cluster, const Report& report) {
    const Failure& failure = cluster.error;
    layout.paragraph("   ", error_line(failure), Style::red, Style::plain, 5);
    if (!failure.path.empty()) {
        std::string where = fmt::format("{}:{}", failure.path, failure.line);
        if (!failure.function.empty() && failure.function != "<module>") where += " in " + failure.function;
        if (failure.phase == "collect") where += ", while collecting";
        else if (failure.phase == "setup" || failure.phase == "teardown") where += ", in " + failure.phase;
        layout.paragraph("     ", where);
        if (!failure.source.empty()) layout.paragraph("       ", failure.source, Style::dim);
    }
    std::string request;
    if (failure.request) request = trim(failure.request->method + " " + failure.request->path);
    const std::string hidden = hidden_line(failure);
    if (!request.empty() || !hidden.empty()) layout.paragraph("     ", request + (request.empty() || hidden.empty() ? "" : ", ") + hidden);
    if (failure.swallowed && !failure.assertion.empty()) layout.paragraph("     ", "the test saw: " + failure.assertion.substr(0, 300), Style::dim, Style::plain, 7);
    if (cluster.divergence)
        layout.paragraph("     ", fmt::format("the runs part at {}:{}: {}", cluster.divergence->path, cluster.divergence->line, cluster.divergence->source), Style::plain, Style::plain, 7);
    if (cluster.good_error) layout.paragraph("     ", fmt::format("in {}: {}", good_name(report), error_line(*cluster.good_error)), Style::plain, Style::plain, 7);
    if (cluster.first_difference)
        layout.paragraph("     ", fmt::format("the tracebacks part at {}:{} in {}", cluster.first_difference->path, cluster.first_difference->line, cluster.first_difference->function), Style::dim, Style::plain, 7);
    if (cluster.raised && !cluster.raised->chain.empty()) layout.paragraph("     ", "raised in the test: " + error_line(*cluster.raised), Style::dim, Style::plain, 7);
    for (const MissingLookup& lookup : cluster.missing)
        layout.paragraph("     ", fmt::format("looked up and not found: {} {}{}", lookup.kind == "environ" ? "variable" : lookup.kind, lookup.name,
                                              lookup.at.path.empty() ? "" : fmt::format(" ({}:{})", lookup.at.path, lookup.at.line)), Style::dim, Style::plain, 7);
    if (!cluster.note.empty()) layout.paragraph("     ", cluster.note, Style::plain);
    if (failure.cut && !layout.options().verbose) layout.paragraph("     ", "(the traceback was cut: it is longer than what is kept)", Style::dim);
    if (layout.options().verbose) {
        frames(layout, failure);
        for (const ClusterTest& test : cluster.tests)
            layout.paragraph("     ", fmt::format("{}  {} / {}", test.id, to_string(test.bad), to_string(test.good)), Style::dim, Style::plain, 7);
    }
}

/// "5 of 5 sessions pass", from a cell of the verdict table.
std::string cell_line(const Cell& cell, bool repair) {
    const int all = cell.sessions();
    if (all == 0) return "not tried";
    std::vector<std::string> parts;
    const auto add = [&](int count, const char* what) {
        if (count) parts.push_back(fmt::format("{} {}", count == all ? fmt::format("{} of {}", count, count_of(all, "session")) : std::to_string(count), what));
    };
    if (repair) add(cell.P, "pass"), add(cell.F, "fail the same way");
    else add(cell.F, "fail the same way"), add(cell.P, "pass");
    add(cell.X, "fail differently");
    add(cell.U, "could not be told");
    return join(parts, ", ");
}

void cause(Layout& layout, const Report& report, const Problem& problem) {
    const ClusterAttribution& found = *problem.found;
    const Cause& shown = *found.cause;
    const std::string bad = bad_name(report), good = good_name(report);
    std::string summary = shown.summary;
    if (summary.empty()) {
        std::vector<std::string> names;
        for (const auto& factor : shown.factors) names.push_back(factor_name(factor));
        summary = join(names, " and ");
    }
    layout.paragraph("   cause      ", summary, Style::bold, Style::cyan);
    for (const CausePlace& place : shown.at) {
        const std::string at = place.line ? fmt::format("{}:{}", place.path, place.line) : place.path;
        if (summary.find(at) == std::string::npos) layout.paragraph("              ", at + (place.what.empty() ? "" : " " + place.what));
    }
    for (const CauseApi& api : shown.api) {
        std::string line = api.name + (api.what.empty() ? "" : ", " + api.what);
        if (!api.since.empty()) line += ", new in " + api.since;
        if (!api.until.empty()) line += ", gone in " + api.until;
        if (!api.instead.empty()) line += "; instead: " + api.instead;
        layout.paragraph("              ", line);
    }
    for (const CausePackage& package : shown.packages) {
        const auto version = [](const std::string& v) { return v.empty() ? std::string("absent") : v; };
        layout.paragraph("              ", fmt::format("{} {} in {}, {} in {}{}", package.name, version(package.bad), bad, version(package.good), good,
                                                       package.first_bad.empty() ? "" : "; first bad: " + package.first_bad));
    }
    for (const CauseVariable& variable : shown.variables) {
        const auto value = [](const std::optional<std::string>& v) { return !v ? std::string("not set") : *v == "set" || v->starts_with("hmac:") ? std::string("set") : "'" + *v + "'"; };
        layout.paragraph("              ", fmt::format("{}: {} in {}, {} in {}", variable.name, value(variable.bad), bad, value(variable.good), good));
    }
    for (const std::string& file : shown.files)
        if (summary.find(file) == std::string::npos) layout.paragraph("              ", file);
    if (shown.sets.size() > 1) {
        std::vector<std::string> sets;
        for (const auto& set : shown.sets) sets.push_back(join(set, " with "));
        layout.paragraph("              ", "any one of these is enough: " + join(sets, "; "));
    } else if (shown.sets.size() == 1 && shown.sets[0].size() > 1) {
        layout.paragraph("              ", "only together: " + join(shown.sets[0], ", "));
    }
    for (const std::string& layer : shown.layers) layout.paragraph("              ", "and behind it: " + layer);
    for (const Verdict& verdict : found.verdicts) {
        if (std::find(shown.factors.begin(), shown.factors.end(), verdict.factor) == shown.factors.end()) continue;
        const std::string which = shown.factors.size() > 1 ? factor_name(verdict.factor) : "it";
        layout.paragraph("   repair     ", fmt::format("{} with {} from {}: {}", bad, which, good, cell_line(verdict.repair, true)), Style::plain, Style::cyan);
        layout.paragraph("   induce     ", fmt::format("{} with {} from {}: {}", good, which, bad, cell_line(verdict.induce, false)), Style::plain, Style::cyan);
    }
    if (shown.sessions)
        layout.paragraph("   evidence   ", fmt::format("{} in {} agree", count_of(shown.sessions, "session"), count_of(shown.environments, "distinct environment")), Style::plain, Style::cyan);
}

void other_verdicts(Layout& layout, const ClusterAttribution& found) {
    std::vector<std::string> ruled_out;
    for (const Verdict& verdict : found.verdicts)
        if (verdict.kind == VerdictKind::ruled_out) ruled_out.push_back(factor_name(verdict.factor));
    if (!ruled_out.empty()) layout.paragraph("   ruled out  ", join(ruled_out, ", "), Style::plain, Style::cyan);
    for (const Verdict& verdict : found.verdicts) {
        const bool of_cause = found.cause && std::find(found.cause->factors.begin(), found.cause->factors.end(), verdict.factor) != found.cause->factors.end();
        if (verdict.kind == VerdictKind::ruled_out || of_cause) continue;
        std::string line = factor_name(verdict.factor);
        if (!verdict.reason.empty()) line += ": " + verdict.reason;
        if (!verdict.jointly_with.empty()) line += " (only together with " + join(verdict.jointly_with, ", ") + ")";
        const std::string head = to_string(verdict.kind);
        layout.paragraph("   " + head + std::string(head.size() < 11 ? 11 - head.size() : 1, ' '), line, Style::plain, Style::cyan);
    }
}

void problem(Layout& layout, const Report& report, const Problem& problem) {
    layout.blank();
    std::string verdict, factor;
    Style style = Style::bold;
    if (problem.found && problem.found->cause) {
        const Cause& shown = *problem.found->cause;
        verdict = to_string(shown.verdict);
        std::transform(verdict.begin(), verdict.end(), verdict.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        std::vector<std::string> names;
        for (const auto& name : shown.factors) names.push_back(factor_name(name));
        factor = join(names, " + ");
        style = shown.verdict == VerdictKind::proven ? Style::green : Style::yellow;
    } else if (problem.clusters.front()->kind == ClusterKind::flaky) {
        verdict = "FLAKY", style = Style::yellow;
    } else if (report.attribution.done) {
        verdict = "UNPROVEN", style = Style::yellow;
    }
    std::string head = fmt::format("{}  ", problem.number);
    if (!verdict.empty()) head += verdict + "  ";
    if (!factor.empty()) head += factor + "    ";
    layout.paragraph(head, tests_line(problem.clusters), Style::plain, style, 3);
    const std::size_t most = layout.options().verbose ? problem.clusters.size() : 5;
    for (std::size_t i = 0; i < problem.clusters.size() && i < most; ++i) {
        if (problem.clusters.size() > 1 && i > 0) layout.paragraph("   ", "and " + tests_line({problem.clusters[i]}), Style::dim);
        error(layout, *problem.clusters[i], report);
    }
    if (problem.clusters.size() > most)
        layout.paragraph("   ", fmt::format("and {} more failures of the same cause (-v shows them)", problem.clusters.size() - most), Style::dim);
    if (!problem.found) return;
    if (problem.found->cause) cause(layout, report, problem);
    other_verdicts(layout, *problem.found);
    if (!problem.found->note.empty()) layout.paragraph("   note       ", problem.found->note, Style::plain, Style::cyan);
    if (report.attribution.done) layout.paragraph("   rerun      ", fmt::format("testskew rerun {}    (prints the exact command first)", problem.number), Style::plain, Style::cyan);
}

void differences(Layout& layout, const Report& report, bool tested) {
    const auto& all = report.comparison.differences;
    layout.blank();
    if (all.empty()) {
        if (!tested) layout.paragraph("", "The recordings show no difference between the two sides.");
        return;
    }
    layout.paragraph("", fmt::format("{} and {} differ in:", bad_name(report), good_name(report)));
    for (const Difference& difference : all) {
        std::vector<std::string> lines;
        const std::size_t most = layout.options().verbose ? difference.deltas.size() : 6;
        for (std::size_t i = 0; i < difference.deltas.size() && i < most; ++i) lines.push_back(delta_line(report, difference.factor, difference.deltas[i]));
        if (difference.deltas.size() > most) lines.push_back(fmt::format("and {} more", difference.deltas.size() - most));
        const std::string name = difference.swappable ? factor_name(difference.factor) : "not swappable";
        layout.paragraph("  " + name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' '), join(lines, ", "), Style::plain, Style::cyan, 18);
    }
    if (!tested) layout.paragraph("", "None of these differences has been tested yet.", Style::yellow);
}

void section(Layout& layout, const Report& report, const std::string& title, const std::vector<const Cluster*>& clusters) {
    if (clusters.empty()) return;
    layout.blank();
    layout.paragraph("", title, Style::bold);
    const std::size_t most = layout.options().verbose ? clusters.size() : 5;
    for (std::size_t i = 0; i < clusters.size() && i < most; ++i) {
        layout.paragraph("-  ", tests_line({clusters[i]}), Style::plain, Style::plain);
        error(layout, *clusters[i], report);
    }
    if (clusters.size() > most) layout.paragraph("   ", fmt::format("and {} more (-v shows them)", count_of(static_cast<long>(clusters.size() - most), "kind of failure", "kinds of failures")), Style::dim);
}

long tests_of(const std::vector<const Cluster*>& clusters) { return Problem{0, clusters, nullptr}.tests(); }

void other_sections(Layout& layout, const Report& report) {
    const std::string bad = bad_name(report), good = good_name(report);
    if (const auto common = of_kind(report, ClusterKind::common); !common.empty())
        section(layout, report, fmt::format("{} on both sides in the same way: no difference between {} and {} explains that.",
                                            count_of(tests_of(common), "test fails", "tests fail"), bad, good), common);
    if (const auto reverse = of_kind(report, ClusterKind::reverse); !reverse.empty()) {
        const long count = tests_of(reverse);
        section(layout, report, fmt::format("{} in {} and {} in {}: `--bad {} --good {}` would look into {}.", count_of(count, "test fails", "tests fail"), good,
                                            count == 1 ? "passes" : "pass", bad, good, bad, count == 1 ? "it" : "them"), reverse);
    }
    if (const auto one_sided = of_kind(report, ClusterKind::one_sided); !one_sided.empty())
        section(layout, report, fmt::format("{} with nothing on the other side to compare with.", count_of(tests_of(one_sided), "failure", "failures")), one_sided);
    const auto& others = report.comparison.other_differences;
    if (!others.empty()) {
        layout.blank();
        layout.paragraph("", fmt::format("{} another outcome without failing.", count_of(static_cast<long>(others.size()), "test has", "tests have")), Style::bold);
        const std::size_t most = layout.options().verbose ? others.size() : 5;
        for (std::size_t i = 0; i < others.size() && i < most; ++i)
            layout.paragraph("   ", fmt::format("{}  {} in {}, {} in {}", others[i].id, to_string(others[i].bad), bad, to_string(others[i].good), good), Style::plain, Style::plain, 5);
        if (others.size() > most) layout.paragraph("   ", fmt::format("and {} more (-v shows them)", others.size() - most), Style::dim);
    }
    for (const auto& [name, warnings] : {std::pair(bad, &report.comparison.warnings_bad_only), std::pair(good, &report.comparison.warnings_good_only)}) {
        if (warnings->empty()) continue;
        layout.blank();
        layout.paragraph("", fmt::format("{} only in {}.", count_of(static_cast<long>(warnings->size()), "warning"), name), Style::bold);
        const std::size_t most = layout.options().verbose ? warnings->size() : 3;
        for (std::size_t i = 0; i < warnings->size() && i < most; ++i) {
            const WarningRecord& w = (*warnings)[i];
            const std::string message = w.message.substr(0, w.message.find('\n'));
            layout.paragraph("   ", fmt::format("{}: {}{}", w.category, message, w.path.empty() ? "" : fmt::format(" ({}:{})", w.path, w.line)), Style::dim, Style::plain, 5);
        }
        if (warnings->size() > most) layout.paragraph("   ", fmt::format("and {} more (-v shows them)", warnings->size() - most), Style::dim);
    }
}

}  // namespace

std::string text(const Report& report, const TextOptions& options) {
    Layout layout(options);
    sides(layout, report);
    layout.blank();
    layout.paragraph("", headline(report), Style::bold);
    const auto found = problems(report);
    for (const Problem& one : found) problem(layout, report, one);
    other_sections(layout, report);
    const bool tested = report.attribution.done;
    if (!report.comparison.clusters.empty() && (!tested || options.verbose)) differences(layout, report, tested);
    if (!report.attribution.stopped.empty()) {
        layout.blank();
        layout.paragraph("", "Stopped early: " + report.attribution.stopped + ". `testskew attribute` goes on from here.", Style::yellow);
    }
    if (!report.notes.empty()) layout.blank();
    for (const std::string& note : report.notes) layout.paragraph("note: ", note, Style::dim);
    if (!report.run_directory.empty() || !report.sessions.empty()) {
        layout.blank();
        std::string line;
        if (!report.sessions.empty()) line = count_of(static_cast<long>(report.sessions.size()), "session") + ", ";
        if (report.seconds > 0) line += fmt::format("{:.0f} s", report.seconds);
        while (line.ends_with(' ') || line.ends_with(',')) line.pop_back();
        if (!line.empty()) line += ".   ";
        layout.paragraph("", line + spoken(report.run_directory) + (report.run_directory.empty() || report.run_directory.ends_with('/') ? "" : "/"), Style::dim);
    }
    return layout.take();
}

}  // namespace testskew::report
