#include "report/html_traceback.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/blocks.hpp"
#include "report/html_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_frames = 100, longest = 2000;

/// A line of a traceback: an exception, or a frame.
struct Step {
    std::string html;
    const Frame* frame = nullptr;
};

std::string frame_html(const Frame& frame) {
    const std::string place = fmt::format("{}:{}", frame.path, frame.line);
    std::string out = (frame.project ? html_code(place) : "<span class=\"dim\">" + html_code(place) + "</span>") +
                      (frame.function.empty() ? "" : " in " + html_text(one_line(frame.function, 200)));
    if (!frame.source.empty()) out += "<pre>" + html_text(one_line(frame.source, 400)) + "</pre>";
    return out;
}

std::vector<Step> steps_of(const Failure& failure) {
    std::vector<Step> steps;
    for (const ExceptionRecord& exception : failure.chain) {
        const std::string what = exception.type + (exception.message.empty() ? "" : ": " + exception.message);
        const std::string how = link_words(exception.link);
        if (steps.size() > most_frames) break;
        steps.push_back({(how.empty() ? "" : "<span class=\"dim\">" + how + "</span>") +
                             (what.empty() ? "<span class=\"dim\">where it was:</span>"
                                           : "<strong class=\"bad said\">" +
                                                 html_text(valid_utf8(what.substr(0, longest))) + "</strong>"),
                         nullptr});
        for (const Frame& frame : exception.frames)
            if (steps.size() <= most_frames) steps.push_back({frame_html(frame), &frame});
        if (exception.cut || steps.size() > most_frames)
            steps.push_back({"<span class=\"dim\">... (more was there than is kept)</span>", nullptr});
    }
    return steps;
}

bool is_at(const Frame& frame, const std::string& path, int line) { return frame.path == path && frame.line == line; }

/// The frame of the failing side at which the two sides part; -1 if none is known.
std::ptrdiff_t marked(const Cluster& cluster, const std::vector<Step>& steps) {
    const auto find = [&](const std::string& path, int line) -> std::ptrdiff_t {
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (steps[i].frame && is_at(*steps[i].frame, path, line)) return static_cast<std::ptrdiff_t>(i);
        return -1;
    };
    if (const auto& first = cluster.first_difference) return find(first->path, first->line);
    if (!cluster.good_error && cluster.divergence) return find(cluster.divergence->path, cluster.divergence->line);
    return -1;
}

std::string other_side(const Report& report, const Cluster& cluster) {
    const bool reverse = cluster.kind == ClusterKind::reverse;
    const std::string name = html_text(reverse ? bad_name(report) : good_name(report));
    if (cluster.kind == ClusterKind::common) return "<p>fails in " + name + " in the same way</p>";
    if (cluster.kind == ClusterKind::one_sided) return "<p>" + name + " does not run " + "these tests</p>";
    if (cluster.kind == ClusterKind::flaky) return "<p>fails now and then</p>";
    std::string out = "<p class=\"good\">passes in " + name + "</p>";
    if (const auto& d = cluster.divergence; d && !reverse && !d->good.empty())
        out += "<p>at " + html_code(fmt::format("{}:{}", d->path, d->line)) + ": " +
               (d->text.empty() ? "" : html_code(one_line(d->text, 200)) + " -&gt; ") +
               html_code(one_line(d->good, 200)) + "</p>";
    return out;
}

}  // namespace

std::string html_tracebacks(const Report& report, const Cluster& cluster) {
    const auto left = steps_of(cluster.error);
    if (left.empty()) return "";
    const auto right = cluster.good_error ? steps_of(*cluster.good_error) : std::vector<Step>();
    const std::string bad = bad_name(report), good = good_name(report);
    const bool reverse = cluster.kind == ClusterKind::reverse;
    std::string out = html_table("Tracebacks, the outermost call first", {reverse ? good : bad, reverse ? bad : good});
    const std::ptrdiff_t mark = marked(cluster, left);
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const bool differs = static_cast<std::ptrdiff_t>(i) == mark;
        out += differs ? "<tr class=\"differs\"><td><strong>The sides part here: </strong>" : "<tr><td>";
        out += (i < left.size() ? left[i].html : "") + "</td>";
        if (!right.empty())
            out += "<td>" + (i < right.size() ? right[i].html : "") + "</td>";
        else if (i == 0)
            out += fmt::format("<td rowspan=\"{}\">{}</td>", left.size(), other_side(report, cluster));
        out += "</tr>\n";
    }
    return "<div class=\"pair\">" + out + html_table_end + "</div>\n";
}

std::string html_traceback(const Failure& failure) {
    std::string out;
    for (const Step& step : steps_of(failure)) out += "<li>" + step.html + "</li>\n";
    return out.empty() ? "" : "<ol class=\"frames\">\n" + out + "</ol>\n";
}

}  // namespace testskew::report
