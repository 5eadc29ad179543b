#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "report/report.hpp"

namespace testskew::report {

/// How many columns a terminal gives `text` (UTF-8; combining marks 0, East Asian wide characters and emoji 2).
int columns(std::string_view text);

/// Lines of a text being laid out. Nothing that it is given reaches the terminal with control characters; no line ends in a space.
class Layout {
public:
    enum class Style { plain, bold, dim, red, green, yellow, cyan };

    explicit Layout(const TextOptions& options) : options_(options) {}

    void blank();
    /// `text` wrapped at spaces; the first line begins with `first`, later ones with as many spaces (or `hang` where it is not negative).
    void paragraph(std::string_view first, std::string_view text, Style style = Style::plain, Style first_style = Style::plain, int hang = -1);
    /// Rows of equal column widths; what does not fit is wrapped below the row.
    void table(const std::vector<std::vector<std::string>>& rows, const std::vector<Style>& styles);
    std::string take();
    const TextOptions& options() const { return options_; }

private:
    std::string styled(std::string_view text, Style style) const;
    void line(std::string text);
    TextOptions options_;
    std::string text_;
};

}  // namespace testskew::report
