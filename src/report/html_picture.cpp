#include "report/html_picture.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "report/html_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr int label_width = 150, lane_width = 180, mark_step = 16, line_height = 18;
constexpr std::size_t marks_in_line = 10, most_marks = 60;

/// What the sessions of one lane gave.
struct Lane {
    std::vector<const ExperimentRow*> rows;
    long count(CellResult result) const {
        return std::count_if(rows.begin(), rows.end(), [&](const ExperimentRow* one) { return one->seen == result; });
    }
};

/// One row: as on the bad side, a part from each side, as on the good side.
struct Row {
    std::string label;
    bool cause = false;
    std::array<Lane, 3> lanes = {};
};

std::vector<Row> rows_of(const Experiments& all) {
    std::vector<Row> rows;
    const bool shown =
        std::any_of(all.rows.begin(), all.rows.end(), [](const ExperimentRow& one) { return !!one.cause; });
    if (shown) {
        Row& row = rows.emplace_back(Row{"the cause", true});
        for (const ExperimentRow& one : all.rows)
            if (one.cause) row.lanes[*one.cause ? 0 : 2].rows.push_back(&one);
    }
    for (const Factor factor : all.factors) {
        Row& row = rows.emplace_back(Row{factor_name(factor)});
        for (const ExperimentRow& one : all.rows)
            row.lanes[static_cast<std::size_t>(one.mixture.at(factor))].rows.push_back(&one);
    }
    for (Row& row : rows)
        for (Lane& lane : row.lanes)
            std::stable_sort(lane.rows.begin(), lane.rows.end(), [](const ExperimentRow* a, const ExperimentRow* b) {
                return static_cast<int>(a->seen) < static_cast<int>(b->seen);
            });
    return rows;
}

/// A filled disc for a failure, a ring for a pass, a cross for anything else: told apart without colours.
std::string mark(int x, int y, CellResult seen) {
    if (seen == CellResult::fails)
        return fmt::format("<circle class=\"f\" cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"currentColor\"/>", x, y);
    if (seen == CellResult::passes)
        return fmt::format(
            "<circle class=\"p\" cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"none\" stroke=\"currentColor\" "
            "stroke-width=\"2\"/>",
            x, y);
    return fmt::format("<path class=\"x\" d=\"M{} {}l9 9m0 -9l-9 9\" stroke=\"currentColor\" stroke-width=\"2\"/>",
                       x - 4, y - 4);
}

int lines_in(const Row& row) {
    std::size_t most = 1;
    for (const Lane& lane : row.lanes)
        most = std::max(most, (std::min(lane.rows.size(), most_marks) + marks_in_line - 1) / marks_in_line);
    return static_cast<int>(most);
}

std::string lane(const Lane& one, int x, int y) {
    std::string out;
    for (std::size_t i = 0; i < one.rows.size() && i < most_marks; ++i)
        out += mark(x + 8 + static_cast<int>(i % marks_in_line) * mark_step,
                    y + 10 + static_cast<int>(i / marks_in_line) * line_height, one.rows[i]->seen);
    return out + "\n";
}

std::string lane_words(const Lane& one, const std::string& where) {
    if (one.rows.empty()) return "";
    std::string words =
        fmt::format("{}: {} fail, {} pass", where, one.count(CellResult::fails), one.count(CellResult::passes));
    if (const long other = one.count(CellResult::other)) words += fmt::format(", {} fail otherwise", other);
    return words;
}

/// The picture in words, for those who do not see it.
std::string described(const std::vector<Row>& rows, const std::array<std::string, 3>& heads) {
    std::string text;
    for (const Row& row : rows) {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < 3; ++i)
            if (const std::string words = lane_words(row.lanes[i], heads[i]); !words.empty()) parts.push_back(words);
        text += (text.empty() ? "" : " ") + row.label + " " + join(parts, "; ") + ".";
    }
    return text;
}

}  // namespace

std::string html_picture(const Report& report, const Problem& problem, const Experiments& all) {
    if (all.rows.empty() || all.factors.empty()) return "";
    const auto rows = rows_of(all);
    const std::array<std::string, 3> heads = {"as in " + one_line(bad_name(report), 18), "a part from each",
                                              "as in " + one_line(good_name(report), 18)};
    const std::string id = fmt::format("picture-{}", problem.number);
    int height = 28;
    std::string body;
    for (std::size_t i = 0; i < 3; ++i)
        body += fmt::format("<text x=\"{}\" y=\"16\">{}</text>\n", label_width + static_cast<int>(i) * lane_width + 4,
                            html_text(heads[i]));
    for (const Row& row : rows) {
        const int size = lines_in(row) * line_height + 8;
        if (row.cause)
            body += fmt::format(
                "<rect class=\"cause\" x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" "
                "stroke=\"currentColor\"/>\n",
                height, label_width + 3 * lane_width, size);
        body += fmt::format("<text x=\"6\" y=\"{}\"{}>{}</text>", height + 18, row.cause ? " font-weight=\"bold\"" : "",
                            html_text(row.label));
        for (std::size_t i = 0; i < 3; ++i)
            body += lane(row.lanes[i], label_width + static_cast<int>(i) * lane_width, height + 3);
        height += size + 4;
    }
    return fmt::format(
        "<svg role=\"img\" aria-labelledby=\"{0}-t {0}-d\" viewBox=\"0 0 {1} {2}\" width=\"{1}\" height=\"{2}\" "
        "font-family=\"sans-serif\" font-size=\"13\" fill=\"currentColor\">\n<title id=\"{0}-t\">What the tests did in "
        "each session</title>\n<desc id=\"{0}-d\">{3}</desc>\n{4}</svg>\n",
        id, label_width + 3 * lane_width + 2, height, html_text(described(rows, heads)), body);
}

}  // namespace testskew::report
