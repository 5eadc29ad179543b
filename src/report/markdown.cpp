#include <fmt/core.h>

#include <algorithm>

#include "model/json.hpp"
#include "report/facts.hpp"
#include "report/report.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// Text in a paragraph or a cell: what Markdown or HTML would obey is escaped, line ends become spaces.
std::string plain(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) {
        if (c == '\n' || c == '\t') result += ' ';
        else if (c == '<') result += "&lt;";
        else if (c == '>') result += "&gt;";
        else if (c == '&') result += "&amp;";
        else if (c == '@') result += "&#64;";   // nobody is to be notified by a test's name
        else if (std::string_view("\\`*_{}[]#+!|~").find(c) != std::string_view::npos) result += '\\', result += c;
        else result += c;
    }
    return result;
}

/// Text as code, fenced by more backticks than it holds.
std::string code(std::string_view text) {
    std::string shown = printable(text);
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    std::string fence = "`";
    while (shown.find(fence) != std::string::npos) fence += '`';
    const bool pad = shown.starts_with('`') || shown.ends_with('`');
    return shown.empty() ? "" : fence + (pad ? " " : "") + shown + (pad ? " " : "") + fence;
}

std::string cell(std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
        if (at == 0 || text[at - 1] != '\\') text.insert(at, "\\");
    return text;
}

std::string where(const Failure& failure) {
    if (failure.path.empty()) return "";
    return code(fmt::format("{}:{}", failure.path, failure.line)) + (failure.function.empty() ? "" : " in " + code(failure.function));
}

void cluster(std::string& out, const Cluster& c, const Report& report) {
    std::string fence = "```";
    const std::string error = error_line(c.error);
    while (error.find(fence) != std::string::npos) fence += '`';
    out += "\n" + fence + "\n" + error + "\n" + fence + "\n\n";
    std::vector<std::string> facts;
    if (const auto at = where(c.error); !at.empty()) facts.push_back("at " + at);
    if (c.error.request) facts.push_back(code(std::string(trim(c.error.request->method + " " + c.error.request->path))));
    if (const auto hidden = hidden_line(c.error); !hidden.empty()) facts.push_back(plain(hidden));
    if (!c.note.empty()) facts.push_back(plain(c.note));
    if (c.good_error) facts.push_back(plain("in " + good_name(report) + ": ") + code(error_line(*c.good_error)));
    for (const auto& fact : facts) out += "- " + fact + "\n";
    out += "\n<details><summary>" + count_of(static_cast<long>(c.tests.size()), "test") + "</summary>\n\n";
    const std::size_t most = 50;
    for (std::size_t i = 0; i < c.tests.size() && i < most; ++i) out += "- " + code(c.tests[i].id) + "\n";
    if (c.tests.size() > most) out += fmt::format("- and {} more\n", c.tests.size() - most);
    out += "\n</details>\n";
}

void attributed(std::string& out, const ClusterAttribution& found) {
    if (found.cause) {
        out += "\n**Cause:** " + plain(found.cause->summary.empty() ? join(found.cause->factors, " and ") : found.cause->summary) + "\n";
        for (const auto& place : found.cause->at) out += "\n- " + code(place.line ? fmt::format("{}:{}", place.path, place.line) : place.path) + " " + plain(place.what);
        if (!found.cause->at.empty()) out += "\n";
    }
    if (!found.verdicts.empty()) {
        out += "\n| factor | verdict | repair (F P X U) | induce (F P X U) |\n|---|---|---|---|\n";
        for (const Verdict& v : found.verdicts) {
            const auto numbers = [](const Cell& c) { return c.sessions() ? fmt::format("{} {} {} {}", c.F, c.P, c.X, c.U) : std::string("not tried"); };
            out += fmt::format("| {} | {} | {} | {} |\n", cell(plain(factor_name(v.factor))), to_string(v.kind), numbers(v.repair), numbers(v.induce));
        }
    }
    if (!found.note.empty()) out += "\n" + plain(found.note) + "\n";
}

void section(std::string& out, const Report& report, const char* title, ClusterKind kind) {
    const auto clusters = of_kind(report, kind);
    if (clusters.empty()) return;
    out += fmt::format("\n### {}\n", title);
    for (const Cluster* c : clusters) cluster(out, *c, report);
}

}  // namespace

std::string markdown(const Report& report) {
    std::string out = "## testskew: " + plain(headline(report)) + "\n\n| side | Python | packages | selection | outcome |\n|---|---|---|---|---|\n";
    for (const ReportSide* side : {&report.bad, &report.good}) {
        std::vector<std::string> outcomes;
        for (const auto& [name, count] : side->outcomes) outcomes.push_back(fmt::format("{} {}", count, name));
        if (!side->ended.empty()) outcomes.push_back(plain(side->ended));
        out += fmt::format("| {} | {} | {} | {} | {} |\n", cell(plain(side == &report.bad ? bad_name(report) : good_name(report))), plain(side->python), side->packages.size(),
                           cell(code(side->selection)), cell(join(outcomes, ", ")));
    }
    for (const ReportSide* side : {&report.bad, &report.good}) {
        const std::string name = side == &report.bad ? bad_name(report) : good_name(report);
        for (const Fidelity& f : side->fidelity) out += "\n> " + plain(fmt::format("{}: {} {} asked, {} found", name, f.what, f.asked, f.got)) + "\n";
        for (const std::string& note : side->notes) out += "\n> " + plain(name + ": " + note) + "\n";
    }
    for (const Problem& problem : problems(report)) {
        std::string verdict = report.attribution.done ? "unproven" : "not attributed";
        if (problem.found && problem.found->cause) verdict = to_string(problem.found->cause->verdict) + ": " + join(problem.found->cause->factors, " and ");
        else if (problem.clusters.front()->kind == ClusterKind::flaky) verdict = "flaky";
        out += fmt::format("\n### {}. {} ({})\n", problem.number, plain(verdict), count_of(problem.tests(), "test"));
        for (const Cluster* c : problem.clusters) cluster(out, *c, report);
        if (problem.found) attributed(out, *problem.found);
    }
    section(out, report, "Fail on both sides in the same way", ClusterKind::common);
    section(out, report, "Fail on the good side only", ClusterKind::reverse);
    section(out, report, "Nothing on the other side to compare with", ClusterKind::one_sided);
    if (!report.comparison.differences.empty()) {
        out += "\n### Differences between the two sides\n\n";
        for (const Difference& difference : report.comparison.differences) {
            std::vector<std::string> lines;
            for (std::size_t i = 0; i < difference.deltas.size() && i < 20; ++i) lines.push_back(code(delta_line(report, difference.factor, difference.deltas[i])));
            if (difference.deltas.size() > 20) lines.push_back(fmt::format("and {} more", difference.deltas.size() - 20));
            out += "- **" + factor_name(difference.factor) + (difference.swappable ? "" : " (not swappable)") + "**: " + join(lines, ", ") + "\n";
        }
        if (!report.attribution.done) out += "\nNone of these differences has been tested yet.\n";
    }
    for (const std::string& note : report.notes) out += "\n> " + plain(note) + "\n";
    return out;
}

}  // namespace testskew::report
