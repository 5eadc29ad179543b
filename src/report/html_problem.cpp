#include "report/html_problem.hpp"

#include <fmt/core.h>

#include <set>

#include "model/json.hpp"
#include "report/cause_sentence.hpp"
#include "report/cause_words.hpp"
#include "report/caveat_words.hpp"
#include "report/evidence.hpp"
#include "report/failure_notes.hpp"
#include "report/hidden.hpp"
#include "report/hidden_layers.hpp"
#include "report/html_picture.hpp"
#include "report/html_traceback.hpp"
#include "report/html_words.hpp"
#include "report/markdown_problem.hpp"
#include "report/session_words.hpp"
#include "report/suspicion_words.hpp"
#include "report/untested_words.hpp"
#include "report/verdict_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_blocks = 20, longest_command = 2000;

std::string error_html(const Failure& failure) {
    std::string out = "<p class=\"error\">" + html_code(error_line(failure, 1000)) + "</p>\n";
    if (const std::string place = place_line(failure); !place.empty()) {
        out += "<p>at " + html_code(place);
        if (!failure.source.empty())
            out += "</p>\n<pre>" + html_text(one_line(failure.source, 400)) + "</pre>\n";
        else
            out += "</p>\n";
    }
    return out;
}

std::string block_html(const Report& report, const Block& block, std::set<std::string>& told, bool open) {
    std::string out = error_html(block.first().error);
    std::vector<std::string> lines;
    if (const std::string server = server_line(block); !server.empty()) lines.push_back(server);
    if (const std::string seen = seen_line(block); !seen.empty()) lines.push_back("the tests saw `" + seen + "`");
    for (const FailureNote& note : failure_notes(report, block, 10, told)) lines.push_back(note.line());
    out += html_list(lines);
    if (const std::string tracebacks = html_tracebacks(report, block.first()); !tracebacks.empty())
        out += html_folded("Tracebacks of both sides", tracebacks, open);
    return out;
}

/// The tests as plain text: fifty thousand lines of it take a browser no time.
std::string tests_html(const std::vector<const Cluster*>& clusters) {
    std::string list;
    long count = 0;
    for (const Cluster* cluster : clusters)
        for (const ClusterTest& test : cluster->tests) list += html_text(one_line(test.id, 1000)) + "\n", ++count;
    return html_folded(count_of(count, "test"), "<pre>" + list + "</pre>\n");
}

std::string evidence_html(const std::vector<Evidence>& rows, const std::string& caption) {
    if (rows.empty()) return "";
    std::string out = html_table(caption, {"direction", "session", "result", "seen in"});
    for (const Evidence& row : rows)
        out += html_row({html_text(row.label), html_text(row.session), "<strong>" + html_text(row.result) + "</strong>",
                         html_text(row.count)});
    return out + html_table_end;
}

std::string hidden_html(const Report& report, const HiddenLayer& layer) {
    std::string out = "<section class=\"behind\"><h4>Behind it" + layer.among;
    if (layer.verdict) out += ": " + html_verdict(to_string(*layer.verdict));
    out += " " + html_text(join(factor_names(layer.factors), " + ")) + "</h4>\n";
    if (layer.failure) out += error_html(*layer.failure);
    out += "<p class=\"cause\">" + html_line(layer.cause) + "</p>\n" + html_list(layer.lines) +
           evidence_html(layer.evidence, "What shows what is behind it");
    if (layer.failure) out += html_folded("Traceback of what is behind it", html_traceback(*layer.failure));
    if (!report.run_directory.empty())
        out += "<dl><dt>rerun</dt><dd>" + html_code("testskew rerun " + layer.name) + "</dd></dl>\n";
    return out + "</section>\n";
}

/// Which side a session had a factor from.
std::string factor_cell(const Report& report, const ExperimentRow& row, Factor factor) {
    const Mixture mixture = row.mixture.at(factor);
    if (mixture == Mixture::bad) return html_text(bad_name(report));
    if (mixture == Mixture::good) return html_text(good_name(report));
    const bool bad = row.session->from == SideName::bad;
    return html_text(fmt::format("{}, but {} of {}", bad ? bad_name(report) : good_name(report),
                                 taken_words(*row.session, factor), bad ? good_name(report) : bad_name(report)));
}

std::string seen_cell(const ExperimentRow& row) {
    const std::string word = result_word(row.seen);
    const std::string colour = row.seen == CellResult::fails ? "bad" : row.seen == CellResult::passes ? "good" : "";
    const std::string shown = "<span class=\"" + colour + "\">" + word + "</span>";
    return row.predicted && *row.predicted != row.seen ? shown + " <strong>not as predicted</strong>" : shown;
}

std::string command_cell(const Report& report, const SessionSummary& session) {
    std::string command = shell_command(session.command);
    if (command.size() > longest_command) command = valid_utf8(command.substr(0, longest_command)) + " ...";
    std::string out = command.empty() ? "" : "<pre>" + html_text(command) + "</pre>";
    if (!session.recording.empty())
        out += "<p>recording: " +
               html_code((report.run_directory.empty() ? "" : report.run_directory + "/") + session.recording) + "</p>";
    return out.empty() ? "" : html_folded("command", out);
}

/// The sessions as rows, the factors as columns, what was predicted beside what was seen.
std::string experiments_html(const Report& report, const Problem& problem) {
    const Experiments all = experiments(report, problem);
    if (all.rows.empty()) return "";
    std::string out;
    if (const std::string picture = html_picture(report, problem, all); !picture.empty())
        out += "<figure>\n" + picture +
               "<figcaption>Each mark is a session: a disc where the tests fail, a ring where they pass, a cross where "
               "something else fails. What the failure follows parts discs from rings; what it does not follow has "
               "both on either side.</figcaption></figure>\n";
    std::vector<std::string> heads = {"session", "why"};
    for (const Factor factor : all.factors) heads.push_back(factor_name(factor));
    for (const char* head : {"predicted", "seen", "again"}) heads.emplace_back(head);
    std::string table = html_table("Experiments", heads);
    for (const ExperimentRow& row : all.rows) {
        std::vector<std::string> cells = {html_text(row.session->id), html_text(to_string(row.session->phase))};
        for (const Factor factor : all.factors) cells.push_back(factor_cell(report, row, factor));
        cells.push_back(row.predicted ? result_word(*row.predicted) : "");
        cells.push_back(seen_cell(row));
        cells.push_back(command_cell(report, *row.session));
        table += html_row(cells);
    }
    return out +
           html_folded(count_of(static_cast<long>(all.rows.size()), "session") + " as a table", table + html_table_end);
}

std::string cause_html(const Report& report, const Problem& problem, const Cause& cause) {
    std::string out =
        "<h4>Cause</h4>\n<p class=\"cause\">" + html_line(cause_sentence(cause, names_of(report, problem))) + "</p>\n" +
        html_list(cause_lines(report, cause)) + evidence_html(evidence(report, problem), "What shows the cause");
    std::vector<std::string> lines;
    for (const std::string& line : {agreement(cause), meaning_of_passing(report, problem)})
        if (!line.empty()) lines.push_back(line);
    return out + html_list(lines);
}

/// What was ruled out, and what could not be found out.
std::string rest_html(const Report& report, const Problem& problem) {
    std::string rows;
    for (const auto& [label, text] : other_verdicts(report, problem, true))
        rows += "<dt>" + html_text(label) + "</dt><dd>" + html_line(text) + "</dd>\n";
    if (problem.found && !problem.found->caveats.empty())
        rows += "<dt>note</dt><dd>" + html_line(caveat_words(problem.found->caveats, names_of(report))) + "</dd>\n";
    if (!report.run_directory.empty())
        rows += "<dt>rerun</dt><dd>" + html_code(fmt::format("testskew rerun {}", problem.number)) + "</dd>\n";
    return rows.empty() ? "" : "<dl>\n" + rows + "</dl>\n";
}

}  // namespace

std::string html_verdict(const std::string& verdict) {
    const std::string kind = verdict.substr(0, verdict.find(' '));
    return "<span class=\"verdict " + html_text(kind) + "\">" + html_text(verdict) + "</span>";
}

std::string html_failures(const Report& report, const std::vector<const Cluster*>& clusters) {
    const auto all = blocks(clusters);
    std::set<std::string> told;
    std::string out;
    for (std::size_t i = 0; i < all.size() && i < most_blocks; ++i) {
        if (all.size() > 1) out += "<p class=\"dim\">" + html_text(tests_line(all[i].clusters)) + "</p>\n";
        out += block_html(report, all[i], told, i == 0);
    }
    if (all.size() > most_blocks)
        out += fmt::format("<p>and {}: report.json has all of them</p>\n",
                           count_of(static_cast<long>(all.size() - most_blocks), "other error"));
    auto untested = untested_lines(report, clusters);
    for (const std::string& line : suspicion_lines(report, clusters)) untested.push_back("points to " + line);
    if (!untested.empty()) out += "<h4>Evidence</h4>\n" + html_list(untested);
    return out + tests_html(clusters);
}

std::string html_problem(const Report& report, const Problem& problem) {
    const Cause* cause = problem.found && problem.found->cause ? &*problem.found->cause : nullptr;
    const std::string id = fmt::format("problem-{}", problem.number), follows = followed_factors(problem);
    const std::string title = verdict_title(report, problem);
    std::string out = fmt::format(
        "<article id=\"{0}\" aria-labelledby=\"{0}-head\">\n<h3 id=\"{0}-head\">{1}. {2}{3}</h3>\n", id, problem.number,
        html_verdict(title.substr(0, title.find(':'))), follows.empty() ? "" : " " + html_text(follows));
    out += "<p>" + html_text(tests_line(problem.clusters)) + "</p>\n";
    if (cause) out += cause_html(report, problem, *cause);
    out += "<h4>Failure</h4>\n" + html_failures(report, problem.clusters);
    for (const HiddenLayer& layer : hidden_layers(report, problem)) out += hidden_html(report, layer);
    if (const std::string shown = experiments_html(report, problem); !shown.empty())
        out += "<h4>Experiments</h4>\n" + shown;
    return out + rest_html(report, problem) + "</article>\n";
}

}  // namespace testskew::report
