// Many legs compared at once, for a terminal or a log. The table is cut into blocks that fit the width.
#include <fmt/core.h>

#include <algorithm>

#include "report/blocks.hpp"
#include "report/layout.hpp"
#include "report/matrix.hpp"
#include "report/matrix_words.hpp"
#include "report/summary.hpp"
#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_rows = 20;  // failures that are told whole, unless everything is asked for
constexpr std::size_t most_legs = 40;  // legs that are listed, unless everything is asked for

std::string padded(std::string text, int columns) {
    const int size = display_width(text);
    return size >= columns ? text : text + std::string(static_cast<std::size_t>(columns - size), ' ');
}

std::string cut_to(const std::string& text, int columns) {
    return display_width(text) <= columns ? text : text.substr(0, fitting_bytes(text, columns));
}

/// Legs that stand beside each other in one line of the table, without a gap.
struct Stretch {
    std::size_t first = 0, count = 0;
    std::string title;
    int width() const { return std::max(static_cast<int>(count), display_width(title)); }
};

/// A group's title above its legs: its value alone, as the line begins with what it is a value of.
std::string short_title(const MatrixGroup& group) {
    return group.is && group.is->kind == ConditionKind::is ? group.is->value : group_words(group);
}

/// The groups as blocks, each of which fits into so many columns.
std::vector<std::vector<Stretch>> blocks_of(const MatrixReport& report, int columns) {
    std::vector<Stretch> all;
    for (std::size_t i = 0; i < report.legs.size(); ++i) {
        const bool fresh = i == 0 || report.legs[i].group != report.legs[i - 1].group;
        if (fresh || static_cast<int>(all.back().count) >= columns)
            all.push_back({i, 0, cut_to(short_title(report.groups[report.legs[i].group]), columns)});
        ++all.back().count;
    }
    std::vector<std::vector<Stretch>> result;
    int used = columns + 1;
    for (Stretch& one : all) {
        if (used + 2 + one.width() > columns) {
            result.emplace_back();
            used = -2;
        }
        used += 2 + one.width();
        result.back().push_back(std::move(one));
    }
    return result;
}

Style style_of(LegResult result) {
    switch (result) {
        case LegResult::fails: return Style::bold_red;
        case LegResult::passes: return Style::green;
        case LegResult::other:
        case LegResult::flaky: return Style::yellow;
        case LegResult::nothing: return Style::dim;
    }
    return Style::plain;
}

class Table {
public:
    Table(const MatrixReport& report, std::size_t rows, const TextOptions& options)
        : report_(report), rows_(rows), layout_(options), label_(std::clamp(layout_.width() * 2 / 5, 16, 48)) {}

    std::string text() {
        for (const auto& block : blocks_of(report_, layout_.width() - label_ - 2)) {
            layout_.blank();
            head(block);
            for (std::size_t i = 0; i < rows_; ++i) row(report_.clusters[i], block);
        }
        return layout_.take();
    }

private:
    void head(const std::vector<Stretch>& block) {
        const bool titled = report_.groups.size() > 1 || report_.groups.front().is;
        std::string titles, tens, ones;
        for (const Stretch& one : block) {
            if (!titles.empty()) titles += "  ", tens += "  ", ones += "  ";
            titles += padded(one.title, one.width());
            std::string low;
            for (std::size_t leg = one.first + 1; leg <= one.first + one.count; ++leg)
                low += static_cast<char>('0' + leg % 10);
            const std::string high = numbers_above(one);
            tens += padded(high, one.width());
            ones += padded(low, one.width());
        }
        const auto by = std::find_if(report_.groups.begin(), report_.groups.end(),
                                     [](const MatrixGroup& group) { return group.is.has_value(); });
        const std::string name = by == report_.groups.end() ? "" : column_words({by->is->factor, by->is->name});
        if (titled) line(name, {{titles, Style::bold}}, Style::bold);
        if (report_.legs.size() > 9) line("", {{tens, Style::dim}}, Style::plain);
        line("leg", {{ones, Style::dim}}, Style::dim);
    }

    /// The number of the first leg, and those of every tenth one, which end above it.
    static std::string numbers_above(const Stretch& one) {
        std::string line = std::to_string(one.first + 1);
        for (std::size_t leg = one.first + 2; leg <= one.first + one.count; ++leg) {
            const std::string number = std::to_string(leg);
            const std::size_t end = leg - one.first;
            if (leg % 10 || line.size() + number.size() + 1 > end) continue;
            line += std::string(end - number.size() - line.size(), ' ') + number;
        }
        return line.size() <= one.count ? line : "";
    }

    void row(const MatrixCluster& cluster, const std::vector<Stretch>& block) {
        std::vector<Span> cells;
        for (const Stretch& one : block) {
            if (!cells.empty()) cells.push_back({"  ", Style::plain});
            for (std::size_t leg = one.first; leg < one.first + one.count; ++leg) {
                const LegResult result = cluster.cells[leg].result;
                if (cells.empty() || cells.back().style != style_of(result) || cells.back().text == "  ")
                    cells.push_back({"", style_of(result)});
                cells.back().text += letter(result);
            }
            const int missing = one.width() - static_cast<int>(one.count);
            if (missing > 0) cells.push_back({std::string(static_cast<std::size_t>(missing), ' '), Style::plain});
        }
        line(fmt::format("{:>2}  {}", cluster.number, cluster_line(cluster, 200)), cells, Style::plain);
    }

    void line(const std::string& label, const std::vector<Span>& cells, Style style) {
        std::vector<Span> spans = {{padded(cut_to(label, label_), label_) + "  ", style}};
        spans.insert(spans.end(), cells.begin(), cells.end());
        layout_.fixed(spans);
    }

    const MatrixReport& report_;
    std::size_t rows_;
    Layout layout_;
    int label_;
};

/// One failure: where it is, and what describes its legs.
void tell(Layout& layout, const MatrixReport& report, const MatrixCluster& cluster) {
    layout.blank();
    layout.flow({{fmt::format("{}  ", cluster.number), Style::bold}, {cluster_line(cluster, 300), Style::red}}, 3);
    const auto more = [&](const std::string& text, Style style) {
        if (!text.empty()) layout.flow({{"   " + text, style}}, 5);
    };
    const std::string place = place_line(cluster.error);
    more(place, Style::plain);
    more(cluster_tests(cluster), Style::plain);
    more(legs_sentence(report, cluster), Style::bold);
    for (const std::string& text : legs_lines(report, cluster))
        more(text, text == not_tested ? Style::yellow : Style::plain);
}

/// The legs with their numbers and the values in which they differ. Where there are too many, those that fail.
void list_legs(Layout& layout, const MatrixReport& report, bool whole) {
    std::vector<bool> told(report.legs.size(), whole || report.legs.size() <= most_legs);
    std::size_t left = most_legs;
    for (std::size_t i = 0; i < report.legs.size() && !whole; ++i) {
        if (told[i] || left == 0) continue;
        const bool fails = std::any_of(report.clusters.begin(), report.clusters.end(), [&](const MatrixCluster& one) {
            return one.cells[i].result != LegResult::passes && one.cells[i].result != LegResult::nothing;
        });
        if (!fails) continue;
        told[i] = true;
        --left;
    }
    layout.blank();
    layout.paragraph("", "Legs", Style::bold);
    const std::size_t columns = report.columns.size();
    std::vector<std::vector<Span>> rows;
    for (std::size_t i = 0; i < report.legs.size(); ++i) {
        const MatrixLeg& leg = report.legs[i];
        if (!told[i]) continue;
        std::vector<Span> row = {{std::to_string(i + 1), Style::dim}, {one_line(leg.name, 60), Style::bold}};
        for (std::size_t c = 0; c < columns; ++c)
            row.push_back({leg.values[c] ? column_words(report.columns[c]) + " " + one_line(*leg.values[c], 40)
                                         : "no " + column_words(report.columns[c]),
                           leg.values[c] ? Style::plain : Style::dim});
        std::string came = counts_line(leg.counts);
        if (leg.runs > 1) came += fmt::format(", {} recordings", leg.runs);
        if (leg.use == LegUse::other_commit)
            came += leg.commit.empty() ? ", no commit recorded" : ", commit " + one_line(leg.commit, 100).substr(0, 7);
        row.push_back({came, Style::plain});
        rows.push_back(std::move(row));
    }
    layout.table(rows);
    const auto untold = std::count(told.begin(), told.end(), false);
    if (untold)
        layout.paragraph("  ", fmt::format("{} are not listed (-v lists all)", count_of(untold, "leg")), Style::dim);
}

}  // namespace

std::string matrix_text(const MatrixReport& given, const Secrets& secrets, const TextOptions& options) {
    const MatrixReport report = without_secrets(given, secrets);
    Layout layout(options);
    layout.paragraph("", matrix_headline(report), Style::bold);
    layout.paragraph("", matrix_counts(report), Style::dim);
    const std::size_t rows = options.verbose ? report.clusters.size() : std::min(report.clusters.size(), most_rows);
    std::string out = layout.take();
    if (rows) {
        out += Table(report, rows, options).text();
        Layout letters(options);
        letters.paragraph("  ", letters_line(report), Style::dim);
        out += letters.take();
    }
    Layout end(options);
    for (std::size_t i = 0; i < rows; ++i) tell(end, report, report.clusters[i]);
    if (rows < report.clusters.size()) {
        end.blank();
        end.paragraph("", fmt::format("and {} (-v tells all of them)",
                                      count_of(static_cast<long>(report.clusters.size() - rows), "more failure")));
    }
    if (!report.legs.empty()) list_legs(end, report, options.verbose);
    end.blank();
    for (const std::string& note : matrix_notes(report)) end.paragraph("note: ", note, Style::dim, Style::dim);
    const std::string rest = end.take();
    return secrets.hide(out + (rows ? "\n" : "") + rest);
}

bool has_matrix(Format format) {
    return format == Format::text || format == Format::json || format == Format::markdown || format == Format::html ||
           format == Format::summary;
}

std::string matrix_in_format(Format format, const MatrixReport& report, const Secrets& secrets,
                             const FormatOptions& options) {
    switch (format) {
        case Format::json: return matrix_json(report, secrets);
        case Format::markdown: return matrix_markdown(report, secrets);
        case Format::summary: return matrix_markdown(report, secrets, summary_budget);
        case Format::html: return matrix_html(report, secrets);
        default: return matrix_text(report, secrets, options.text);
    }
}

}  // namespace testskew::report
