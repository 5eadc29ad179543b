#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "report/report.hpp"

namespace testskew::report {

/// How a piece of text looks if colours are wanted.
enum class Style { plain, bold, dim, red, green, yellow, cyan, bold_red, bold_green, bold_yellow, bold_cyan };

/// A piece of a line, all of it in one style.
struct Span {
    std::string text;
    Style style = Style::plain;
};

/// Lays out the lines of a text. It removes all control characters from what it is given, and no line ends in a space.
class Layout {
public:
    explicit Layout(const TextOptions& options) : options_(options) {}

    void blank();
    /// Writes `spans` one after the other, wrapped at spaces. Later lines begin with `indent` spaces. A path that is
    /// longer than a line stays whole.
    void flow(const std::vector<Span>& spans, int indent);
    /// Writes `spans` on one line, as they are: the caller has seen to it that they fit.
    void fixed(const std::vector<Span>& spans);
    /// Writes `first` and `text` on one line. Later lines begin at the column where `text` begins, or at column `hang`
    /// if that is not negative.
    void paragraph(std::string_view first, std::string_view text, Style style = Style::plain,
                   Style first_style = Style::plain, int hang = -1);
    /// Writes rows with aligned columns and `indent` spaces before each row. The cells that do not fit on the line
    /// follow on the next lines.
    void table(const std::vector<std::vector<Span>>& rows, int indent = 2);
    std::string take();
    const TextOptions& options() const { return options_; }
    int width() const;

private:
    std::string styled(std::string_view text, Style style) const;
    std::string safe(std::string_view text) const;
    void line(std::string text);
    TextOptions options_;
    std::string text_;
};

}  // namespace testskew::report
