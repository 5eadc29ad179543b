#include "report/text_problem.hpp"

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
#include "report/suspicion_words.hpp"
#include "report/untested_words.hpp"
#include "report/verdict_words.hpp"
#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr int label_width = 11;  // "ruled out  "

std::string spaces(int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); }

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

void labelled(Layout& layout, const std::string& label, const std::string& text, Style style = Style::plain) {
    const int pad = std::max(label_width - display_width(label), 2);
    layout.flow({{"   ", Style::plain}, {label, Style::cyan}, {spaces(pad) + text, style}}, 3 + label_width);
}

/// Writes the traceback and the tests of each cluster of a block.
void whole_failures(Layout& layout, const Report& report, const Block& block, int indent) {
    for (const Cluster* cluster : block.clusters) {
        write_traceback(layout, cluster->error, indent);
        for (const ClusterTest& test : cluster->tests)
            layout.flow({{fmt::format("{}{}   {} in {}, {} in {}", spaces(indent), test.id, to_string(test.bad),
                                      bad_name(report), to_string(test.good), good_name(report)),
                          Style::dim}},
                        indent + 2);
    }
}

/// `told`: the lines of the blocks before this one. None of them is written again.
void block_lines(Layout& layout, const Report& report, const Block& block, int indent, std::set<std::string>& told) {
    const Failure& failure = block.first().error;
    const int deep = indent + 2;
    const auto say = [&](const std::string& text, Style style = Style::plain) {
        if (!text.empty()) layout.flow({{spaces(deep) + text, style}}, deep + 2);
    };
    layout.flow({{spaces(indent) + error_line(failure), Style::red}}, indent + 2);
    if (const std::string place = place_line(failure); !place.empty()) {
        const std::string source = one_line(failure.source, 120);
        const bool beside =
            !source.empty() && deep + display_width(place) + 4 + display_width(source) <= layout.width();
        layout.flow({{spaces(deep) + place, Style::plain}, {beside ? "    " + source : "", Style::dim}}, deep + 2);
        if (!beside && !source.empty()) layout.flow({{spaces(deep + 2) + source, Style::dim}}, deep + 4);
    }
    say(server_line(block));
    if (const std::string seen = seen_line(block); !seen.empty())
        say((block.clusters.size() == 1 && block.first().tests.size() == 1 ? "the test saw " : "the tests saw ") + seen,
            Style::dim);
    const std::size_t most = layout.options().verbose ? std::string::npos : 3;
    for (const FailureNote& note : failure_notes(report, block, most, told))
        say(note.line(), note.kind == NoteKind::said    ? Style::plain
                         : note.kind == NoteKind::error ? Style::red
                                                        : Style::dim);
    if (failure.cut && !layout.options().verbose) say("(the traceback is longer than what is kept)", Style::dim);
    if (layout.options().verbose) whole_failures(layout, report, block, deep);
}

Style style_of(std::optional<VerdictKind> verdict) {
    if (verdict == VerdictKind::proven) return Style::bold_green;
    return verdict == VerdictKind::supported || verdict == VerdictKind::interaction ? Style::bold_cyan
                                                                                    : Style::bold_yellow;
}

/// What the first line of a problem, or of a failure behind it, says.
struct Head {
    std::string number, verdict;
    Style style = Style::bold_yellow;
    std::string factor, rest;
};

void write_head(Layout& layout, const Head& head) {
    std::vector<Span> spans = {{head.number, Style::bold},
                               {spaces(std::max(3 - display_width(head.number), 1)), Style::plain}};
    int used = std::max(3, display_width(head.number) + 1);
    if (!head.verdict.empty())
        spans.push_back({head.verdict, head.style}), spans.push_back({"  ", Style::plain}),
            used += display_width(head.verdict) + 2;
    if (!head.factor.empty())
        spans.push_back({head.factor, Style::bold}), spans.push_back({"    ", Style::plain}),
            used += display_width(head.factor) + 4;
    if (used + display_width(head.rest) > layout.width() &&
        used > 6) {  // the tests get a line of their own if they do not fit on this one
        layout.flow(spans, 3);
        spans = {{"   ", Style::plain}};
    }
    spans.push_back({head.rest, Style::plain});
    layout.flow(spans, 3);
}

Head head_of(const Report& report, const Problem& problem) {
    Head head;
    head.number = std::to_string(problem.number);
    if (problem.found && problem.found->cause) {
        const Cause& shown = *problem.found->cause;
        head.verdict = upper(to_string(shown.verdict));
        head.factor = join(factor_names(shown.factors), " + ");
        head.style = style_of(shown.verdict);
    } else if (problem.clusters.front()->kind == ClusterKind::flaky) {
        head.verdict = "FLAKY";
    } else if (report.attribution.done) {
        head.verdict = "UNPROVEN";
    }
    head.rest = tests_line(problem.clusters);
    return head;
}

/// Writes the rows of repair and induce. They are aligned if the lines have room for that.
void evidence_lines(Layout& layout, const std::vector<Evidence>& rows) {
    int session = 0, result = 0, count = 0;  // the widths of the columns
    for (const Evidence& row : rows) {
        session = std::max(session, display_width(row.session));
        result = std::max(result, display_width(row.result));
        count = std::max(count, display_width(row.count));
    }
    const bool fits = 3 + label_width + session + 3 + result + 3 + count <= layout.width();
    for (const Evidence& row : rows) {
        const std::vector<Span> begin = {{"   ", Style::plain},
                                         {row.label, Style::cyan},
                                         {spaces(label_width - display_width(row.label)) + row.session, Style::plain}};
        const std::vector<Span> end = {{row.result, Style::bold},
                                       {spaces(result - display_width(row.result) + 3), Style::plain},
                                       {row.count, Style::dim}};
        std::vector<Span> line = begin;
        line.push_back({spaces(fits ? session - display_width(row.session) + 3 : 0), Style::plain});
        if (!fits) {
            layout.flow(line, 3 + label_width);
            line = {{spaces(3 + label_width + 2), Style::plain}};
        }
        line.insert(line.end(), end.begin(), end.end());
        layout.flow(line, 3 + label_width + (fits ? 0 : 2));
    }
}

/// Writes how a failure is run again, if the run is kept.
void write_rerun(Layout& layout, const Report& report, const std::string& name, const std::string& how) {
    if (report.run_directory.empty()) return;
    layout.flow({{"   ", Style::plain},
                 {"rerun", Style::cyan},
                 {spaces(label_width - 5) + "testskew rerun " + name, Style::plain},
                 {"   " + how, Style::dim}},
                3 + label_width);
}

/// Writes a failure that hides behind the one of the problem, as a problem of its own: "1b PROVEN interpreter".
void write_hidden(Layout& layout, const Report& report, const HiddenLayer& layer) {
    Head head;
    head.number = layer.name;
    if (layer.verdict) head.verdict = upper(to_string(*layer.verdict));
    head.style = style_of(layer.verdict);
    head.factor = join(factor_names(layer.factors), " + ");
    head.rest = fmt::format("behind it{}: what shows once that is repaired", layer.among);
    layout.blank();
    write_head(layout, head);
    if (layer.failure) {
        layout.flow({{"   " + error_line(*layer.failure), Style::red}}, 5);
        const std::string place = place_line(*layer.failure), source = one_line(layer.failure->source, 120);
        if (!place.empty())
            layout.flow({{"     " + place, Style::plain}, {source.empty() ? "" : "    " + source, Style::dim}}, 7);
        if (layout.options().verbose) write_traceback(layout, *layer.failure, 5);
    }
    labelled(layout, "cause", layer.cause, Style::bold);
    for (const std::string& line : layer.lines) labelled(layout, "", line);
    evidence_lines(layout, layer.evidence);
    write_rerun(layout, report, layer.name, "(with what is in front of it repaired)");
}

}  // namespace

void write_failures(Layout& layout, const Report& report, const std::vector<const Cluster*>& clusters, int indent) {
    const auto all = blocks(clusters);
    std::set<std::string> told;
    const std::size_t most = layout.options().verbose ? all.size() : 3;
    for (std::size_t i = 0; i < all.size() && i < most; ++i) {
        if (all.size() > 1)
            layout.flow({{spaces(indent) + (i ? "and " : "") + tests_line(all[i].clusters), Style::dim}}, indent + 2);
        block_lines(layout, report, all[i], indent, told);
    }
    if (all.size() > most) {
        std::vector<const Cluster*> rest;
        for (std::size_t i = most; i < all.size(); ++i)
            rest.insert(rest.end(), all[i].clusters.begin(), all[i].clusters.end());
        const long tests = Problem{0, rest, nullptr}.tests();
        layout.flow({{spaces(indent) + fmt::format("and {} with {} (-v shows them)", count_of(tests, "test"),
                                                   count_of(static_cast<long>(all.size() - most), "other error")),
                      Style::dim}},
                    indent + 2);
    }
}

void write_problem(Layout& layout, const Report& report, const Problem& problem) {
    layout.blank();
    write_head(layout, head_of(report, problem));
    const Cause* cause = problem.found && problem.found->cause ? &*problem.found->cause : nullptr;
    write_failures(layout, report, problem.clusters, 3);
    if (cause) {
        labelled(layout, "cause", cause_sentence(*cause, names_of(report, problem)), Style::bold);
        for (const std::string& line : cause_lines(report, *cause)) labelled(layout, "", line);
        evidence_lines(layout, evidence(report, problem));
        std::string agrees = agreement(*cause);
        if (layout.options().verbose)
            for (const Verdict& verdict : problem.found->verdicts)
                if (!agrees.empty() && verdict.p < 1 && cause->factors.size() == 1 &&
                    verdict.factor == cause->factors[0])
                    agrees += fmt::format(", p = {:.2g} (Fisher's exact test)", verdict.p);
        if (!agrees.empty()) labelled(layout, "evidence", agrees);
        if (const std::string meaning = meaning_of_passing(report, problem); !meaning.empty())
            labelled(layout, "", meaning);
    }
    const char* heading = "evidence";
    for (const std::string& line : untested_lines(report, problem.clusters))
        labelled(layout, heading, line), heading = "";
    heading = "points to";
    for (const std::string& line : suspicion_lines(report, problem.clusters))
        labelled(layout, heading, line), heading = "";
    for (const auto& [label, text] : other_verdicts(report, problem, layout.options().verbose))
        labelled(layout, label, text);
    if (problem.found && !problem.found->caveats.empty())
        labelled(layout, "note", caveat_words(problem.found->caveats, names_of(report)));
    write_rerun(layout, report, std::to_string(problem.number),
                fmt::format("(in {}'s environment; --print shows a script)", bad_name(report)));
    for (const HiddenLayer& layer : hidden_layers(report, problem)) write_hidden(layout, report, layer);
}

void write_problem_line(Layout& layout, const Report& report, const Problem& problem) {
    Head head = head_of(report, problem);
    head.rest = count_of(problem.tests(), "test") + ", ";
    // One line for a problem: the error has the room that is left, and its " ..." is four columns.
    const int used = 4 + 2 + 4 + 4 + display_width(head.verdict + head.factor + head.rest);
    const int room = std::max(layout.width() - used, 20);
    head.rest += error_line(problem.clusters.front()->error, static_cast<std::size_t>(room));
    write_head(layout, head);
}

void write_traceback(Layout& layout, const Failure& failure, int indent) {
    for (const ExceptionRecord& exception : failure.chain) {
        const std::string how = link_words(exception.link);
        const std::string what = exception.type + (exception.message.empty() ? "" : ": " + exception.message);
        layout.flow({{spaces(indent), Style::plain},
                     {how, Style::dim},
                     // Where a test was that did not end is a stack without an exception.
                     {what.empty() ? "where it was:" : what, what.empty() ? Style::dim : Style::red}},
                    indent + 2);
        for (const Frame& frame : exception.frames) {
            layout.flow({{spaces(indent + 2) + fmt::format("{}:{} in {}", frame.path, frame.line, frame.function),
                          frame.project ? Style::plain : Style::dim}},
                        indent + 4);
            if (!frame.source.empty()) layout.flow({{spaces(indent + 6) + frame.source, Style::dim}}, indent + 8);
        }
        if (exception.cut)
            layout.flow({{spaces(indent + 2) + "... (more was there than is kept)", Style::dim}}, indent + 4);
    }
}

}  // namespace testskew::report
