#include "report/markdown_problem.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "model/json.hpp"
#include "report/cause_sentence.hpp"
#include "report/cause_words.hpp"
#include "report/caveat_words.hpp"
#include "report/evidence.hpp"
#include "report/failure_notes.hpp"
#include "report/hidden.hpp"
#include "report/hidden_layers.hpp"
#include "report/markdown_words.hpp"
#include "report/suspicion_words.hpp"
#include "report/untested_words.hpp"
#include "report/verdict_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

std::string all_frames(const Failure& failure) {
    std::string text;
    for (const ExceptionRecord& exception : failure.chain) {
        text += link_words(exception.link);
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

/// Writes the lines on one block to `out`, and its traceback, which is folded away, to `folded`. `told`: the lines of
/// the blocks before this one. None of them is written again.
void block(std::string& out, std::string& folded, const Block& one, const Report& report, std::set<std::string>& told) {
    const Failure& failure = one.first().error;
    out += "\n" + code_block(error_line(failure)) + "\n";
    if (const std::string place = place_line(failure); !place.empty()) {
        const auto in = place.find(" in ");
        out += "- at " + markdown_code(place.substr(0, in)) +
               (in == std::string::npos ? "" : markdown_text(place.substr(in)));
        if (!failure.source.empty()) out += ": " + markdown_code(one_line(failure.source, 160));
        out += "\n";
    }
    if (const std::string server = server_line(one); !server.empty()) out += "- " + markdown_line(server) + "\n";
    if (const std::string seen = seen_line(one); !seen.empty()) out += "- the tests saw " + markdown_code(seen) + "\n";
    for (const FailureNote& note : failure_notes(report, one, 3, told))
        out += "- " + (note.label.empty() ? "" : markdown_text(note.label) + ": ") +
               (note.kind == NoteKind::error ? markdown_code(note.text) : markdown_text(note.text)) + "\n";
    if (std::any_of(failure.chain.begin(), failure.chain.end(),
                    [](const ExceptionRecord& e) { return !e.frames.empty(); }))
        folded_away(folded, "traceback", code_block(all_frames(failure)));
}

/// Writes the tests of all clusters as a list that is folded away.
void tests(std::string& out, const std::vector<const Cluster*>& clusters) {
    constexpr std::size_t most = 50;
    std::string list;
    std::size_t count = 0;
    for (const Cluster* cluster : clusters)
        for (const ClusterTest& test : cluster->tests)
            if (++count <= most) list += "- " + markdown_code(test.id) + "\n";
    if (count > most) list += fmt::format("- and {} more\n", count - most);
    folded_away(out, count_of(static_cast<long>(count), "test"), list);
}

/// Writes a failure that hides behind the one of the problem.
void hidden(std::string& out, const HiddenLayer& layer) {
    out += "\n\n**Behind it" + layer.among + ":** ";
    if (layer.failure) {
        out += markdown_code(error_line(*layer.failure));
        if (const std::string place = place_line(*layer.failure); !place.empty()) out += " at " + markdown_code(place);
        out += "\n\n- ";
    }
    out += markdown_line(layer.cause);
    for (const std::string& line : layer.lines) out += "\n- " + markdown_line(line);
    for (const Evidence& row : layer.evidence)
        out += fmt::format("\n- {}: {}: **{}** ({})", row.label, markdown_text(row.session), markdown_text(row.result),
                           row.count);
    out += "\n";
    if (layer.failure) folded_away(out, "traceback of what is behind it", code_block(all_frames(*layer.failure)));
}

void attributed(std::string& out, const Report& report, const Problem& problem) {
    const ClusterAttribution& found = *problem.found;
    if (found.cause) {
        out += "\n**Cause:** " + markdown_line(cause_sentence(*found.cause, names_of(report, problem))) + "\n";
        const auto lines = cause_lines(report, *found.cause);
        for (const auto& line : lines) out += "\n- " + markdown_line(line);
        if (!lines.empty()) out += "\n";
        const auto rows = evidence(report, problem);
        if (!rows.empty()) out += "\n| | session | result | |\n|---|---|---|---|\n";
        for (const Evidence& row : rows)
            out += fmt::format("| {} | {} | **{}** | {} |\n", row.label, markdown_cell(markdown_text(row.session)),
                               markdown_cell(markdown_text(row.result)), row.count);
        if (const std::string agrees = agreement(*found.cause); !agrees.empty()) out += "\n" + agrees + ". ";
        if (const std::string meaning = meaning_of_passing(report, problem); !meaning.empty())
            out += "\n" + markdown_text(meaning) + ". ";
    }
    for (const HiddenLayer& layer : hidden_layers(report, problem)) hidden(out, layer);
    for (const auto& [label, text] : other_verdicts(report, problem, false))
        out += (out.ends_with(". ") ? "" : "\n") + markdown_text(label) + ": " + markdown_text(text) + ". ";
    while (out.ends_with(' ')) out.pop_back();
    if (!out.ends_with('\n')) out += "\n";
    if (!found.caveats.empty()) out += "\n" + markdown_text(caveat_words(found.caveats, names_of(report))) + "\n";
}

}  // namespace

void failures_markdown(std::string& out, const Report& report, const std::vector<const Cluster*>& clusters,
                       const Problem* problem) {
    const bool found = problem && problem->found;
    const auto all = blocks(clusters);
    constexpr std::size_t most = 5;
    std::string folded;
    std::set<std::string> told;
    for (std::size_t i = 0; i < all.size() && i < most; ++i) block(out, folded, all[i], report, told);
    if (all.size() > most)
        out += fmt::format("\nand {}\n", count_of(static_cast<long>(all.size() - most), "other error"));
    if (found) attributed(out, report, *problem);
    auto untested = untested_lines(report, clusters);
    for (const std::string& line : suspicion_lines(report, clusters)) untested.push_back("points to " + line);
    if (!untested.empty()) out += "\n**Evidence:**\n";
    for (const std::string& line : untested) out += "\n- " + markdown_line(line);
    if (!untested.empty()) out += "\n";
    tests(folded, clusters);
    out += folded;
}

std::string verdict_title(const Report& report, const Problem& problem) {
    const std::string follows = followed_factors(problem);
    const std::string verdict = problem.found && problem.found->cause ? to_string(problem.found->cause->verdict)
                                : problem.clusters.front()->kind == ClusterKind::flaky ? "flaky"
                                : report.attribution.done                              ? "unproven"
                                                                                       : "not tested";
    return follows.empty() ? verdict : verdict + ": " + follows;
}

std::string verdict_word(const Report& report, const Problem& problem) {
    if (problem.found && problem.found->cause) return "**" + to_string(problem.found->cause->verdict) + "**";
    return verdict_title(report, problem);
}

std::string followed_factors(const Problem& problem) {
    if (!problem.found || !problem.found->cause) return {};
    return join(factor_names(problem.found->cause->factors), " + ");
}

}  // namespace testskew::report
