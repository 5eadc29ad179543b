// Many legs compared at once, as one page of HTML: a heat map that says everything with letters and titles, too.
#include <fmt/core.h>

#include "report/blocks.hpp"
#include "report/facts.hpp"
#include "report/html_page.hpp"
#include "report/html_words.hpp"
#include "report/matrix.hpp"
#include "report/matrix_words.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_map_rows = 500;
constexpr std::size_t most_map_bytes = 6'000'000;

const char* class_of(LegResult result) {
    switch (result) {
        case LegResult::fails: return "m-f";
        case LegResult::passes: return "m-p";
        case LegResult::other: return "m-o";
        case LegResult::flaky: return "m-y";
        case LegResult::nothing: return "m-n";
    }
    return "";
}

/// What a leg is, in one line: its name, and its values.
std::string leg_title(const MatrixReport& report, std::size_t at) {
    const MatrixLeg& leg = report.legs[at];
    std::string text = one_line(leg.name, 80);
    for (std::size_t c = 0; c < report.columns.size(); ++c)
        if (leg.values[c]) text += ", " + column_words(report.columns[c]) + " " + one_line(*leg.values[c], 60);
    return text;
}

std::string map_head(const MatrixReport& report) {
    std::string groups = "<tr><th rowspan=\"2\" scope=\"col\">failure</th>", numbers = "<tr>";
    for (std::size_t i = 0; i < report.legs.size(); ++i) {
        const std::size_t group = report.legs[i].group;
        if (i == 0 || report.legs[i - 1].group != group) {
            std::size_t count = 1;
            while (i + count < report.legs.size() && report.legs[i + count].group == group) ++count;
            groups += fmt::format("<th scope=\"colgroup\" colspan=\"{}\">{}</th>", count,
                                  html_text(group_words(report.groups[group])));
        }
        numbers += fmt::format("<th scope=\"col\"><a href=\"#leg-{0}\" title=\"{1}\">{0}</a></th>", i + 1,
                               html_text(leg_title(report, i)));
    }
    return groups + "</tr>\n" + numbers + "</tr>\n";
}

std::string map_row(const MatrixReport& report, const MatrixCluster& cluster) {
    std::string out = fmt::format("<tr><th scope=\"row\"><a href=\"#failure-{0}\">{0}</a> {1}</th>", cluster.number,
                                  html_code(cluster_line(cluster, 100)));
    for (std::size_t i = 0; i < cluster.cells.size(); ++i) {
        const MatrixCell& cell = cluster.cells[i];
        out +=
            fmt::format("<td class=\"{}\" title=\"{}: {}\">{}</td>", class_of(cell.result),
                        html_text(one_line(report.legs[i].name, 80)), html_text(cell_words(cell)), letter(cell.result));
    }
    return out + "</tr>\n";
}

std::string map_html(const MatrixReport& report) {
    if (report.clusters.empty()) return "";
    std::string out =
        "<p>" + html_text(letters_line(report)) +
        "</p>\n<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"Failures by legs\">"
        "<table class=\"map\"><caption>Failures by legs. Each letter has a title, and each number is that of a leg "
        "below.</caption><thead>" +
        map_head(report) + "</thead><tbody>\n";
    std::size_t told = 0;
    while (told < report.clusters.size() && told < most_map_rows && out.size() < most_map_bytes)
        out += map_row(report, report.clusters[told++]);
    out += html_table_end;
    if (told < report.clusters.size())
        out += fmt::format("<p>{} more are not shown here: the JSON document has all of them.</p>\n",
                           report.clusters.size() - told);
    return out;
}

std::string failures_html_of(const MatrixReport& report) {
    std::string out;
    for (std::size_t i = 0; i < report.clusters.size() && i < most_map_rows; ++i) {
        const MatrixCluster& one = report.clusters[i];
        out += fmt::format("<article id=\"failure-{0}\">\n<h3>{0}. {1}</h3>\n", one.number,
                           html_text(cluster_line(one, 200)));
        out += "<p class=\"cause\">" + html_line(legs_sentence(report, one)) + "</p>\n";
        out += html_list(legs_lines(report, one));
        if (const std::string place = place_line(one.error); !place.empty()) out += "<p>" + html_code(place) + "</p>\n";
        std::vector<std::string> tests(
            one.tests.begin(),
            one.tests.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(one.tests.size(), 50)));
        std::string list = "<ul>\n";
        for (const std::string& test : tests) list += "<li>" + html_code(test) + "</li>\n";
        list += "</ul>\n";
        if (tests.size() < one.tests.size())
            list += fmt::format("<p>and {} more</p>\n", one.tests.size() - tests.size());
        out += html_folded(html_text(cluster_tests(one)), list) + "</article>\n";
    }
    return out;
}

std::string legs_html(const MatrixReport& report) {
    std::vector<std::string> heads = {"leg", "name"};
    for (const MatrixColumn& column : report.columns) heads.push_back(column_words(column));
    for (const char* head : {"outcome", "recordings", "commit"}) heads.emplace_back(head);
    std::string out = html_table("The legs, and what they differ in", heads);
    for (std::size_t i = 0; i < report.legs.size(); ++i) {
        const MatrixLeg& leg = report.legs[i];
        std::vector<std::string> cells = {fmt::format("<span id=\"leg-{0}\">{0}</span>", i + 1), html_text(leg.name)};
        for (const auto& value : leg.values) cells.push_back(html_text(one_line(value.value_or("none"), 100)));
        cells.push_back(html_text(counts_line(leg.counts)));
        cells.push_back(std::to_string(leg.runs));
        cells.push_back(html_text(one_line(leg.commit, 100).substr(0, 12)));
        out += html_row(cells);
    }
    return out + html_table_end;
}

}  // namespace

std::string matrix_html(const MatrixReport& given, const Secrets& secrets) {
    const MatrixReport report = without_secrets(given, secrets);
    const std::string title = matrix_headline(report);
    return secrets.hide(html_head("testskew: " + title) +
                        "<body>\n<a class=\"skip\" href=\"#main\">To the report</a>\n<header>\n<p class=\"dim\">" +
                        html_text(std::string("testskew ") + version()) + "</p>\n<h1>" + html_text(title) +
                        "</h1>\n<p>" + html_text(matrix_counts(report)) + "</p>\n</header>\n<main id=\"main\">\n" +
                        html_section("map", "Failures by legs", map_html(report)) +
                        html_section("failures", "The legs of each failure", failures_html_of(report)) +
                        html_section("legs", "Legs", legs_html(report)) +
                        html_section("notes", "Notes", html_list(matrix_notes(report))) +
                        "</main>\n</body>\n</html>\n");
}

}  // namespace testskew::report
