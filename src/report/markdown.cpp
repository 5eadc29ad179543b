#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "model/json.hpp"
#include "report/cause_sentence.hpp"
#include "report/cause_words.hpp"
#include "report/caveat_words.hpp"
#include "report/clues.hpp"
#include "report/difference_words.hpp"
#include "report/evidence.hpp"
#include "report/headline.hpp"
#include "report/hidden.hpp"
#include "report/hidden_layers.hpp"
#include "report/install_problem.hpp"
#include "report/invisible.hpp"
#include "report/repetition.hpp"
#include "report/report.hpp"
#include "report/skips.hpp"
#include "report/untested_words.hpp"
#include "report/verdict_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// Text for a paragraph or a cell. Characters that Markdown or HTML would interpret are escaped, and line ends become
/// spaces.
std::string plain(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) {
        if (c == '\n' || c == '\t')
            result += ' ';
        else if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (c == '&')
            result += "&amp;";
        else if (c == '@')
            result += "&#64;";  // a test's name must not notify a user
        else if (std::string_view("\\`*_{}[]#+!|~").find(c) != std::string_view::npos)
            result += '\\', result += c;
        else
            result += c;
    }
    return result;
}

/// Text as code, between more backticks than it contains.
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

/// Text as a code block, between more backticks than it contains.
std::string fenced(const std::string& text) {
    std::string fence = "```";
    while (text.find(fence) != std::string::npos) fence += '`';
    return fence + "\n" + printable(text) + "\n" + fence + "\n";
}

/// One line of text. What stands between backticks becomes code, and the rest is escaped.
std::string marked(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto open = text.find('`');
        const auto close = open == std::string_view::npos ? open : text.find('`', open + 1);
        if (close == std::string_view::npos) return result + plain(text);
        result += plain(text.substr(0, open)) + code(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    return result;
}

std::string all_frames(const Failure& failure) {
    std::string text;
    for (const ExceptionRecord& exception : failure.chain) {
        if (!exception.link.empty())
            text += exception.link == "cause"     ? "caused by "
                    : exception.link == "context" ? "while handling "
                    : exception.link == "group"   ? "in the group "
                                                  : "";
        text += exception.type + (exception.message.empty() ? "" : ": " + exception.message) + "\n";
        for (const Frame& frame : exception.frames)
            text += fmt::format("  {}:{} in {}\n{}", frame.path, frame.line, frame.function,
                                frame.source.empty() || !frame.project ? "" : "      " + frame.source + "\n");
    }
    constexpr std::size_t most = 4000;  // a comment on GitHub holds 65,536 characters
    if (text.size() > most) text = valid_utf8(text.substr(0, most)) + "\n...";
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

void details(std::string& out, const std::string& title, const std::string& content) {
    out += "\n<details><summary>" + title + "</summary>\n\n" + content + "\n</details>\n";
}

/// Writes the lines on one block to `out`, and its traceback, which is folded away, to `folded`. `told`: the lines of
/// the blocks before this one. None of them is written again.
void block(std::string& out, std::string& folded, const Block& one, const Report& report, const Cause* cause,
           std::set<std::string>& told) {
    const Failure& failure = one.first().error;
    const auto say_once = [&](const std::string& text) {
        if (!text.empty() && told.insert(text).second) out += "- " + plain(text) + "\n";
    };
    out += "\n" + fenced(error_line(failure)) + "\n";
    if (const std::string place = place_line(failure); !place.empty()) {
        const auto in = place.find(" in ");
        out += "- at " + code(place.substr(0, in)) + (in == std::string::npos ? "" : plain(place.substr(in)));
        if (!failure.source.empty()) out += ": " + code(one_line(failure.source, 160));
        out += "\n";
    }
    if (const std::string server = server_line(one); !server.empty()) out += "- " + marked(server) + "\n";
    if (const std::string seen = seen_line(one); !seen.empty()) out += "- the tests saw " + code(seen) + "\n";
    say_once(invisible_line(failure));
    say_once(divergence_line(report, one));
    const auto swallowed = swallowed_lines(report, one);
    for (std::size_t i = 0; i < swallowed.size() && i < 3; ++i) say_once(swallowed[i]);
    const auto warned = warning_lines(report, one);
    for (std::size_t i = 0; i < warned.size() && i < 3; ++i) say_once(warned[i]);
    if (one.first().good_error)
        out += "- in " + plain(good_name(report)) + ": " + code(error_line(*one.first().good_error)) + "\n";
    const auto missing = missing_lines(one, cause);
    for (std::size_t i = 0; i < missing.size() && i < 3; ++i) say_once("looked up and not found: " + missing[i]);
    for (const std::string& line : left_out_lines(one)) say_once(line);
    std::vector<std::string> notes;
    for (const Cluster* cluster : one.clusters)
        if (!cluster->note.empty() && std::find(notes.begin(), notes.end(), cluster->note) == notes.end())
            notes.push_back(cluster->note);
    for (const std::string& note : notes) say_once(note);
    if (const std::string again = repetition_line(report, one.first()); !again.empty())
        out += "- " + plain(again) + "\n";
    if (std::any_of(failure.chain.begin(), failure.chain.end(),
                    [](const ExceptionRecord& e) { return !e.frames.empty(); }))
        details(folded, "traceback", fenced(all_frames(failure)));
}

/// Writes the tests of all clusters as a list that is folded away.
void tests(std::string& out, const std::vector<const Cluster*>& clusters) {
    constexpr std::size_t most = 50;
    std::string list;
    std::size_t count = 0;
    for (const Cluster* cluster : clusters)
        for (const ClusterTest& test : cluster->tests)
            if (++count <= most) list += "- " + code(test.id) + "\n";
    if (count > most) list += fmt::format("- and {} more\n", count - most);
    details(out, count_of(static_cast<long>(count), "test"), list);
}

/// Writes a failure that hides behind the one of the problem.
void hidden(std::string& out, const HiddenLayer& layer) {
    out += "\n\n**Behind it:** ";
    if (layer.failure) {
        out += code(error_line(*layer.failure));
        if (const std::string place = place_line(*layer.failure); !place.empty()) out += " at " + code(place);
        out += "\n\n- ";
    }
    out += marked(layer.cause);
    for (const std::string& line : layer.lines) out += "\n- " + marked(line);
    for (const Evidence& row : layer.evidence)
        out += fmt::format("\n- {}: {}: **{}** ({})", row.label, plain(row.session), plain(row.result), row.count);
    out += "\n";
    if (layer.failure) details(out, "traceback of what is behind it", fenced(all_frames(*layer.failure)));
}

void attributed(std::string& out, const Report& report, const Problem& problem) {
    const ClusterAttribution& found = *problem.found;
    if (found.cause) {
        out += "\n**Cause:** " + marked(cause_sentence(*found.cause, names_of(report))) + "\n";
        const auto lines = cause_lines(report, *found.cause);
        for (const auto& line : lines) out += "\n- " + marked(line);
        if (!lines.empty()) out += "\n";
        const auto rows = evidence(report, problem);
        if (!rows.empty()) out += "\n| | session | result | |\n|---|---|---|---|\n";
        for (const Evidence& row : rows)
            out += fmt::format("| {} | {} | **{}** | {} |\n", row.label, cell(plain(row.session)),
                               cell(plain(row.result)), row.count);
        if (const std::string agrees = agreement(*found.cause); !agrees.empty()) out += "\n" + agrees + ". ";
        if (const std::string meaning = meaning_of_passing(report, problem); !meaning.empty())
            out += "\n" + plain(meaning) + ". ";
    }
    for (const HiddenLayer& layer : hidden_layers(report, problem)) hidden(out, layer);
    for (const auto& [label, text] : other_verdicts(report, problem, false))
        out += (out.ends_with(". ") ? "" : "\n") + plain(label) + ": " + plain(text) + ". ";
    while (out.ends_with(' ')) out.pop_back();
    if (!out.ends_with('\n')) out += "\n";
    if (!found.caveats.empty()) out += "\n" + plain(caveat_words(found.caveats, names_of(report))) + "\n";
}

void failures(std::string& out, const Report& report, const std::vector<const Cluster*>& clusters,
              const Problem* problem) {
    const bool found = problem && problem->found;
    const Cause* cause = found && problem->found->cause ? &*problem->found->cause : nullptr;
    const auto all = blocks(clusters);
    constexpr std::size_t most = 5;
    std::string folded;
    std::set<std::string> told;
    for (std::size_t i = 0; i < all.size() && i < most; ++i) block(out, folded, all[i], report, cause, told);
    if (all.size() > most)
        out += fmt::format("\nand {}\n", count_of(static_cast<long>(all.size() - most), "other error"));
    if (found) attributed(out, report, *problem);
    const auto untested = untested_lines(report, clusters);
    if (!untested.empty()) out += "\n**Evidence:**\n";
    for (const std::string& line : untested) out += "\n- " + marked(line);
    if (!untested.empty()) out += "\n";
    tests(folded, clusters);
    out += folded;
}

void section(std::string& out, const Report& report, const std::string& title, ClusterKind kind) {
    const auto clusters = of_kind(report, kind);
    if (clusters.empty()) return;
    out += fmt::format("\n### {}\n", plain(title));
    failures(out, report, clusters, nullptr);
}

/// The whole report on a side that cannot be installed.
std::string installation(const Report& report) {
    const InstallProblem& problem = *report.cannot_install;
    std::string out = "## testskew: " + plain(headline(report)) + "\n\n### 1. " +
                      plain(install_verdict(problem) + ": " + install_factor(problem)) + " (all tests)\n\n" +
                      plain(install_sentence(problem)) + "\n\n" + fenced(problem.reason) + "\n";
    for (const auto& [label, text] : install_rows(problem)) out += "- " + label + ": " + plain(text) + "\n";
    return out;
}

std::string summary_row(const Problem& problem, bool done) {
    const Cause* cause = problem.found && problem.found->cause ? &*problem.found->cause : nullptr;
    const auto factors = cause ? factor_names(cause->factors) : std::vector<std::string>();
    const std::string verdict = cause ? "**" + to_string(cause->verdict) + "**"
                                : problem.clusters.front()->kind == ClusterKind::flaky ? "flaky"
                                : done                                                 ? "unproven"
                                                                                       : "not tested";
    return fmt::format("| {} | {} | {} | {} | {} |\n", problem.number, problem.tests(),
                       cell(code(error_line(problem.clusters.front()->error, 120))), verdict,
                       cell(plain(join(factors, " + "))));
}

}  // namespace

std::string markdown(const Report& given, const Secrets& secrets) {
    const Report report = without_secrets(given, secrets);
    if (report.cannot_install) return secrets.hide(installation(report));
    std::string out = "## testskew: " + plain(headline(report)) +
                      "\n\n| side | Python | packages | selection | outcome |\n|---|---|---|---|---|\n";
    for (const ReportSide* side : {&report.bad, &report.good}) {
        std::vector<std::string> outcomes;
        for (const auto& [outcome, count] : side->outcomes)
            outcomes.push_back(fmt::format("{} {}", count, to_string(outcome)));
        if (!side->ended.empty()) outcomes.push_back(plain(side->ended));
        out += fmt::format("| {} | {} | {} | {} | {} |\n",
                           cell(plain(side == &report.bad ? bad_name(report) : good_name(report))), plain(side->python),
                           side->packages.size(), cell(code(side->selection)), cell(join(outcomes, ", ")));
    }
    for (const ReportSide* side : {&report.bad, &report.good}) {
        const std::string name = side == &report.bad ? bad_name(report) : good_name(report);
        for (const Fidelity& f : side->fidelity)
            out += "\n> " + plain(fmt::format("{}: {} {} asked, {} found", name, f.what, f.asked, f.got)) + "\n";
        for (const std::string& note : side->notes) out += "\n> " + plain(name + ": " + note) + "\n";
    }
    const auto found = problems(report);
    if (!found.empty()) {
        out += "\n| problem | tests | error | verdict | follows |\n|---|---|---|---|---|\n";
        for (const Problem& problem : found) out += summary_row(problem, report.attribution.done);
    }
    for (const Problem& problem : found) {
        std::string verdict = report.attribution.done ? "unproven" : "not tested";
        if (problem.found && problem.found->cause) {
            const Cause& cause = *problem.found->cause;
            verdict = to_string(cause.verdict) + ": " + join(factor_names(cause.factors), " + ");
        } else if (problem.clusters.front()->kind == ClusterKind::flaky) {
            verdict = "flaky";
        }
        out += fmt::format("\n### {}. {} ({})\n", problem.number, plain(verdict), count_of(problem.tests(), "test"));
        failures(out, report, problem.clusters, &problem);
    }
    section(out, report, "Fail on both sides in the same way", ClusterKind::common);
    section(out, report, "Fail in " + good_name(report) + " only", ClusterKind::reverse);
    section(out, report, one_sided_title(report), ClusterKind::one_sided);
    if (!report.comparison.differences.empty()) {
        std::string list;
        for (const Difference& difference : report.comparison.differences)
            list += "- **" + factor_name(difference.factor) + (difference.swappable ? "" : " (not swappable)") +
                    "**: " + plain(difference_line(report, difference, 20)) + "\n";
        if (!report.attribution.done) list += "\n" + marked(untested_differences(report)) + "\n";
        details(out, "Differences between " + plain(bad_name(report)) + " and " + plain(good_name(report)), list);
    }
    if (const std::string stopped = stopped_line(report); !stopped.empty()) out += "\n> " + marked(stopped) + "\n";
    for (const std::string& note : report.notes) out += "\n> " + plain(note) + "\n";
    return secrets.hide(std::move(out));
}

}  // namespace testskew::report
