// The report as one page of HTML: no script, no network, readable without its style sheet.
#include <fmt/core.h>

#include "model/json.hpp"
#include "report/headline.hpp"
#include "report/html_page.hpp"
#include "report/html_problem.hpp"
#include "report/html_tables.hpp"
#include "report/html_words.hpp"
#include "report/install_words.hpp"
#include "report/markdown_problem.hpp"
#include "report/report.hpp"
#include "report/reproduction_words.hpp"
#include "report/side_words.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t room_for_problems = 6'000'000;  // bytes; a page that is larger makes a browser slow
constexpr std::size_t most_listed = 2000;

/// The problems as a table. `told`: so many of them have a place on the page.
std::string contents(const Report& report, const std::vector<Problem>& all, std::size_t told) {
    if (all.empty()) return "";
    std::string out = html_table("All problems", {"problem", "verdict", "follows", "tests", "error"});
    for (std::size_t i = 0; i < all.size() && i < most_listed; ++i) {
        const Problem& one = all[i];
        const std::string title = verdict_title(report, one);
        out += html_row(
            {i < told ? fmt::format("<a href=\"#problem-{0}\">{0}</a>", one.number) : std::to_string(one.number),
             html_verdict(title.substr(0, title.find(':'))), html_text(followed_factors(one)),
             std::to_string(one.tests()), html_code(error_line(one.clusters.front()->error, 200))});
    }
    out += html_table_end;
    if (all.size() > most_listed)
        out += fmt::format("<p>and {}: report.json has all of them</p>\n",
                           count_of(static_cast<long>(all.size() - most_listed), "more problem"));
    return out;
}

std::string problems_html(const Report& report) {
    const auto all = problems(report);
    std::string whole;
    std::size_t told = 0;
    while (told < all.size() && whole.size() < room_for_problems) whole += html_problem(report, all[told++]);
    const std::string list = all.size() > 1 ? contents(report, all, told) : "";
    const std::string rest =
        told < all.size() ? fmt::format("<p>{} more stand in the list alone, as the page would be too large.</p>\n",
                                        all.size() - told)
                          : "";
    return list + whole + rest;
}

std::string installation_html(const UninstallablePackage& refused) {
    std::string out = "<article>\n<h3>1. " + html_verdict(install_verdict(refused)) + " " +
                      html_text(install_factor(refused)) + "</h3>\n<p class=\"error\">" +
                      html_text(install_sentence(refused)) + "</p>\n<pre>" + html_text(refused.reason) +
                      "</pre>\n<dl>\n";
    for (const auto& [label, text] : install_rows(refused))
        out += "<dt>" + html_text(label) + "</dt><dd>" + html_text(text) + "</dd>\n";
    return out + "</dl>\n</article>\n";
}

/// What failed otherwise than on the bad side alone.
std::string others_html(const Report& report) {
    std::string out;
    for (const ClusterKind kind : {ClusterKind::common, ClusterKind::reverse, ClusterKind::one_sided}) {
        const auto clusters = of_kind(report, kind);
        if (!clusters.empty())
            out += "<h3>" + html_line(section_title(report, kind)) + "</h3>\n" + html_failures(report, clusters);
    }
    return out + html_other_outcomes(report);
}

std::string notes_html(const Report& report) {
    std::vector<std::string> lines;
    if (const std::string stopped = stopped_line(report); !stopped.empty()) lines.push_back(stopped);
    lines.insert(lines.end(), report.notes.begin(), report.notes.end());
    return html_list(lines);
}

}  // namespace

std::string html(const Report& given, const Secrets& secrets) {
    const Report report = without_secrets(given, secrets);
    const std::string title = headline(report);
    const bool install = report.cannot_install.has_value();
    const std::vector<std::pair<std::string, std::string>> parts = {
        {"Problems", install ? installation_html(*report.cannot_install) : problems_html(report)},
        {"Other failures and outcomes", install ? "" : others_html(report)},
        {"The two sides", install ? "" : html_sides(report)},
        {"Differences", install ? "" : html_differences(report)},
        {"Sessions", html_sessions(report)},
        {"Notes", notes_html(report)},
    };
    std::string links, sections;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].second.empty()) continue;
        const std::string id = fmt::format("part-{}", i + 1);
        links += "<li><a href=\"#" + id + "\">" + parts[i].first + "</a></li>\n";
        sections += html_section(id, parts[i].first, parts[i].second);
    }
    std::string about = std::string("testskew ") + version();
    if (!report.run.empty()) about += ", run " + one_line(report.run, 100);
    if (report.seconds >= 1) about += fmt::format(", {:.0f} s", report.seconds);
    std::string came_again;
    for (const ReproductionLine& line : reproduction_lines(report))
        came_again += "<p>" + html_line(line.text) + "</p>\n";
    return html_head("testskew: " + title) + "<body>\n<a class=\"skip\" href=\"#main\">To the report</a>\n" +
           "<header>\n<p class=\"dim\">" + html_text(about) + "</p>\n<h1>" + html_text(title) + "</h1>\n" + came_again +
           "<nav aria-label=\"Parts of the report\"><ul>\n" + links + "</ul></nav>\n</header>\n" +
           "<main id=\"main\">\n" + sections + "</main>\n</body>\n</html>\n";
}

}  // namespace testskew::report
