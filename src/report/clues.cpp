#include "report/clues.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/deed_words.hpp"
#include "report/once.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// True if the cause itself names this variable, file or module.
bool is_named_by(const Cause& cause, const std::string& name) {
    const auto sets = set_names(cause);
    const auto is_named = [&](const auto& part) { return part.name == name; };
    const auto holds = [&](const std::vector<std::string>& set) {
        return std::find(set.begin(), set.end(), name) != set.end();
    };
    return std::any_of(cause.variables.begin(), cause.variables.end(), is_named) ||
           std::any_of(cause.packages.begin(), cause.packages.end(), is_named) || holds(cause.files) ||
           std::any_of(sets.begin(), sets.end(), holds) ||
           std::any_of(cause.at.begin(), cause.at.end(),
                       [&](const CausePlace& place) { return place.path == name || speaks_of(place, name); });
}

}  // namespace

std::vector<std::string> missing_lines(const Report& report, const Block& block) {
    const auto& found = report.attribution.clusters;
    const auto is_told = [&](const std::string& name) {
        return std::any_of(found.begin(), found.end(),
                           [&](const ClusterAttribution& one) { return one.cause && is_named_by(*one.cause, name); });
    };
    std::vector<std::string> lines;
    for (const Cluster* cluster : block.clusters)
        for (const MissingLookup& lookup : cluster->missing) {
            const std::string what = (lookup.kind == "environ" ? "variable" : lookup.kind) + " " + lookup.name;
            if (is_told(lookup.name) || lookup.name.ends_with(".mo")) continue;  // gettext looks in many places
            add_once(lines,
                     what + (lookup.at.path.empty() ? "" : fmt::format(" ({}:{})", lookup.at.path, lookup.at.line)));
        }
    return lines;
}

std::string divergence_line(const Report& report, const Block& block) {
    const auto has = [](bool certain) {
        return [certain](const Cluster* c) { return c->divergence && (c->divergence->certain || !certain); };
    };
    auto found = std::find_if(block.clusters.begin(), block.clusters.end(), has(true));
    if (found == block.clusters.end()) found = std::find_if(block.clusters.begin(), block.clusters.end(), has(false));
    if (found == block.clusters.end()) return "";
    const Divergence& d = *(*found)->divergence;
    const Failure& error = (*found)->error;
    if (d.path == error.path && d.line <= error.line && d.source == error.source && !(*found)->good_error) return "";
    std::string line = fmt::format("the two runs part at {}:{}{}", d.path, d.line,
                                   d.certain ? "" : " (those of passing tests do too)");
    if (!d.text.empty()) line += ": " + one_line(d.text, 160);
    if (!d.bad.empty() || !d.good.empty())
        line += fmt::format(" -> {} in {}, {} in {}", one_line(d.bad, 80), bad_name(report), one_line(d.good, 80),
                            good_name(report));
    return line;
}

std::vector<std::string> swallowed_lines(const Report& report, const Block& block) {
    std::vector<std::string> lines;
    const auto place = [](const Frame& frame) {
        return fmt::format("{}:{}{}", frame.path, frame.line,
                           frame.function.empty() || frame.function == "<module>"
                               ? ""
                               : " in " + frame.function.substr(frame.function.rfind('.') + 1));
    };
    for (const Cluster* cluster : block.clusters)
        for (const Swallowed& s : cluster->swallowed) {
            std::string line = fmt::format(
                "swallowed in {} only: {}", bad_name(report),
                one_line(s.type.substr(s.type.rfind('.') + 1) + (s.message.empty() ? "" : ": " + s.message), 160));
            if (s.raised_at) line += ", raised at " + place(*s.raised_at);
            if (s.handled_at && s.by.empty())
                line += fmt::format(", caught by the project at {}", place(*s.handled_at));
            else if (!s.by.empty())
                line += ", caught by " + s.by;
            add_once(lines, line);
        }
    return lines;
}

std::vector<std::string> warning_lines(const Report& report, const Block& block) {
    std::vector<std::string> lines;
    for (const Cluster* cluster : block.clusters)
        for (const OneSidedWarning& w : cluster->warnings) {
            const std::string what =
                w.category.substr(w.category.rfind('.') + 1) + (w.message.empty() ? "" : ": " + first_line(w.message));
            add_once(lines,
                     fmt::format("warned in {} only: {}{}", w.bad ? bad_name(report) : good_name(report),
                                 one_line(what, 160), w.path.empty() ? "" : fmt::format(" ({}:{})", w.path, w.line)));
        }
    return lines;
}

/// "3 more names that were looked up and not found"
static std::string count_left_out(const CutRecord& cut) {
    return cut.hook == "lookups" ? count_of(cut.left_out, "more name that was looked up and not found",
                                            "more names that were looked up and not found")
                                 : count_of(cut.left_out, "more exception that only one side swallowed",
                                            "more exceptions that only one side swallowed");
}

std::vector<std::string> left_out_lines(const Block& block) {
    std::vector<std::string> lines;
    for (const Cluster* cluster : block.clusters)
        for (const CutRecord& cut : cluster->cuts) {
            if (cut.hook == "events")
                add_once(lines,
                         "more happened in " + cut.test + " than a trace keeps: what came after that is not compared");
            else if (cut.hook == "warnings")
                add_once(lines,
                         "more warnings were given in " + cut.test + " than are kept: later ones are not compared");
            else if (cut.hook == "untraced")
                add_once(lines, std::string(
                                    "not traced, as there are so many failures: where its two runs part is not known"));
            else if (cut.hook == "lookups" || cut.hook == "exceptions")
                add_once(lines, fmt::format("{} {} not listed", count_left_out(cut), cut.left_out == 1 ? "is" : "are"));
            else if (cut.stopped)
                add_once(lines,
                         "so many exceptions were raised in " + cut.test + " that the later ones were not looked at");
            else if (cut.left_out)
                add_once(lines, fmt::format("{} swallowed in {} {} not kept", count_of(cut.left_out, "more exception"),
                                            cut.test, cut.left_out == 1 ? "is" : "are"));
        }
    return lines;
}

}  // namespace testskew::report
