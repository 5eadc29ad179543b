#include "report/pieces.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/text.hpp"

namespace testskew::report {

std::string fitting(const std::vector<std::string>& lines, std::size_t most, const char* what) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (text.size() + lines[i].size() > most)
            return text + fmt::format("\nand {}\n", count_of(static_cast<long>(lines.size() - i), what));
        text += lines[i];
    }
    return text;
}

std::string folded(const std::vector<Piece>& pieces, std::size_t most, const std::string& note) {
    std::size_t size = 0;
    for (const Piece& piece : pieces) size += piece.full.size();
    std::size_t whole = pieces.size();
    while (size > most && whole > 0) {
        --whole;
        size -= pieces[whole].full.size() - std::min(pieces[whole].full.size(), pieces[whole].brief.size());
    }
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::string& piece = i < whole ? pieces[i].full : pieces[i].brief;
        if (text.size() + piece.size() > most) break;
        text += piece;
    }
    return whole < pieces.size() ? text + note : text;
}

}  // namespace testskew::report
