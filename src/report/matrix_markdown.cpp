// Many legs compared at once, as Markdown: one summary for the whole matrix.
#include <fmt/core.h>

#include "report/blocks.hpp"
#include "report/markdown_words.hpp"
#include "report/matrix.hpp"
#include "report/matrix_words.hpp"
#include "report/pieces.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_lines = 200;  // rows of the table of failures

/// The letters of a failure in each group of legs.
std::vector<std::string> letters_by_group(const MatrixReport& report, const MatrixCluster& cluster) {
    std::vector<std::string> result(report.groups.size());
    for (std::size_t i = 0; i < report.legs.size(); ++i)
        result[report.legs[i].group] += letter(cluster.cells[i].result);
    return result;
}

std::string table_markdown(const MatrixReport& report) {
    std::string out = "\n| | failure | tests |";
    std::string rule = "|---|---|---|";
    for (const MatrixGroup& group : report.groups) {
        out += " " + markdown_cell(markdown_text(group_words(group))) + " |";
        rule += "---|";
    }
    out += "\n" + rule + "\n";
    for (std::size_t i = 0; i < report.clusters.size() && i < most_lines; ++i) {
        const MatrixCluster& one = report.clusters[i];
        out += fmt::format("| {} | {} | {} |", one.number, markdown_cell(markdown_code(cluster_line(one, 100))),
                           one.tests.size());
        for (const std::string& letters : letters_by_group(report, one)) out += " " + markdown_code(letters) + " |";
        out += "\n";
    }
    if (report.clusters.size() > most_lines)
        out += fmt::format("\nand {} more failures\n", report.clusters.size() - most_lines);
    return out + "\n" + markdown_code(letters_line(report)) + "\n";
}

Piece failure_piece(const MatrixReport& report, const MatrixCluster& cluster) {
    const std::string head =
        fmt::format("\n### {}. {}\n\n{}\n", cluster.number, markdown_code(cluster_line(cluster, 200)),
                    "**" + markdown_line(legs_sentence(report, cluster)) + "**");
    Piece piece{head, head};
    piece.full += "\n";
    for (const std::string& line : legs_lines(report, cluster)) piece.full += "- " + markdown_line(line) + "\n";
    if (const std::string place = place_line(cluster.error); !place.empty())
        piece.full += "- " + markdown_code(place) + "\n";
    piece.full += "- " + markdown_text(cluster_tests(cluster)) + "\n";
    if (!cluster.descriptions.empty()) piece.brief += "\n" + std::string(not_tested) + "\n";
    return piece;
}

Piece legs_piece(const MatrixReport& report) {
    std::string table = "| | leg |";
    std::string rule = "|---|---|";
    for (const MatrixColumn& column : report.columns) {
        table += " " + markdown_cell(markdown_text(column_words(column))) + " |";
        rule += "---|";
    }
    table += " outcome | recordings |\n" + rule + "---|---|\n";
    for (std::size_t i = 0; i < report.legs.size(); ++i) {
        const MatrixLeg& leg = report.legs[i];
        table += fmt::format("| {} | {} |", i + 1, markdown_cell(markdown_text(leg.name)));
        for (const auto& value : leg.values) table += " " + markdown_cell(markdown_text(value.value_or(""))) + " |";
        table += fmt::format(" {} | {} |\n", markdown_cell(markdown_text(counts_line(leg.counts))), leg.runs);
    }
    Piece piece;
    folded_away(piece.full, count_of(static_cast<long>(report.legs.size()), "leg"), table);
    return piece;
}

}  // namespace

std::string matrix_markdown(const MatrixReport& given, const Secrets& secrets, std::size_t most) {
    const MatrixReport report = without_secrets(given, secrets);
    std::vector<Piece> pieces;
    std::string head =
        "## testskew: " + markdown_text(matrix_headline(report)) + "\n\n" + markdown_text(matrix_counts(report)) + "\n";
    pieces.push_back({head, head});
    if (!report.clusters.empty()) {
        const std::string table = table_markdown(report);
        pieces.push_back({table, ""});
    }
    for (const MatrixCluster& one : report.clusters) pieces.push_back(failure_piece(report, one));
    pieces.push_back(legs_piece(report));
    std::string notes;
    for (const std::string& note : matrix_notes(report)) notes += "\n> " + markdown_text(note) + "\n";
    if (!notes.empty()) pieces.push_back({notes, ""});
    return secrets.hide(folded(pieces, most, "Some details are left out here: report.json has all of them."));
}

}  // namespace testskew::report
