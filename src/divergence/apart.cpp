#include "divergence/apart.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "util/colours.hpp"

namespace testskew::divergence {
namespace {

constexpr std::size_t most_alike = 40, context = 20;

bool is_cut(const std::string& text) { return text.ends_with("..."); }
std::string known(const std::string& text) { return is_cut(text) ? text.substr(0, text.size() - 3) : text; }

/// A position shortly before `at` at which the text may be cut. It is not within a character, an escape or a word.
std::size_t start_before(const std::string& text, std::size_t at) {
    std::size_t start = at - context;
    for (std::size_t moved = 0; moved < context && start > 0; ++moved, --start)
        if (std::isspace(static_cast<unsigned char>(text[start - 1])) || text[start - 1] == ',') return start;
    while (start > 0 && ((static_cast<unsigned char>(text[start]) & 0xC0) == 0x80 || text[start - 1] == '\\')) --start;
    return start;
}

}  // namespace

std::pair<std::string, std::string> apart(const std::string& bad, const std::string& good) {
    const std::string left = without_spelled_colours(bad), right = without_spelled_colours(good);
    const std::string mine = known(left), theirs = known(right);
    const auto [a, b] = std::mismatch(mine.begin(), mine.end(), theirs.begin(), theirs.end());
    const bool alike = (a == mine.end() && b == theirs.end() && is_cut(left) == is_cut(right)) ||
                       (a == mine.end() && is_cut(left)) || (b == theirs.end() && is_cut(right));
    if (alike) {
        const bool first = left != bad, second = right != good;
        if (first != second)
            return first ? std::pair<std::string, std::string>{"in colours", "without colours"}
                         : std::pair<std::string, std::string>{"without colours", "in colours"};
        if (first && left == right && !is_cut(left)) return {"in some colours", "in others"};
        return {};
    }
    const auto at = static_cast<std::size_t>(a - mine.begin());
    if (at <= most_alike) return {left, right};
    const std::size_t start = start_before(mine, at);
    return {"..." + left.substr(start), "..." + right.substr(start)};
}

}  // namespace testskew::divergence
