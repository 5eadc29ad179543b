#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "report/report.hpp"

namespace testskew::report {

enum class Style { plain, bold, dim, red, green, yellow, cyan, bold_red, bold_green, bold_yellow, bold_cyan };

/// A piece of a line, all of it in one style.
struct Span {
    std::string text;
    Style style = Style::plain;
};

/// Lines of a text being laid out. Nothing that it is given reaches the terminal with control characters; no line ends
/// in a space.
class Layout {
public:
    explicit Layout(const TextOptions& options) : options_(options) {}

    void blank();
    /// `spans` one after the other, wrapped at spaces; later lines begin with `indent` spaces. A path that is longer
    /// than a line stays whole.
    void flow(const std::vector<Span>& spans, int indent);
    /// `first`, then `text`, wrapped below its beginning (or at `hang` where it is not negative).
    void paragraph(std::string_view first, std::string_view text, Style style = Style::plain,
                   Style first_style = Style::plain, int hang = -1);
    /// Rows of equal column widths, `indent` spaces before each; where a row is wider than the line, its later cells go
    /// on below.
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
