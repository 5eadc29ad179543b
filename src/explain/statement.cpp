#include "explain/statement.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::explain {
namespace {

constexpr std::size_t most_lines = 200;

/// Follows brackets and strings from line to line. A statement goes on as long as one of them is open.
class Reader {
public:
    /// Reads one more line. Returns true if the statement goes on after it.
    bool goes_on(std::string_view line) {
        bool joined = false;
        for (std::size_t at = 0; at < line.size();) {
            if (!quote_.empty()) {
                at = in_string(line, at);
                continue;
            }
            const char c = line[at];
            if (c == '#') break;
            if (c == '"' || c == '\'') {
                const std::string triple(3, c);
                quote_ = line.substr(at, 3) == triple ? triple : std::string(1, c);
                at += quote_.size();
                continue;
            }
            if (c == '(' || c == '[' || c == '{') ++depth_;
            if ((c == ')' || c == ']' || c == '}') && depth_ > 0) --depth_;
            joined = c == '\\' && at + 1 == line.size();
            ++at;
        }
        const bool backslash = line.ends_with('\\');
        if (quote_.size() == 1 && !backslash) quote_.clear();
        return depth_ > 0 || !quote_.empty() || joined;
    }

private:
    /// The position at which the open string ends in this line, or the end of the line.
    std::size_t in_string(std::string_view line, std::size_t at) {
        while (at < line.size()) {
            if (line[at] == '\\') {
                at += 2;
            } else if (line.substr(at).starts_with(quote_)) {
                at += quote_.size();
                quote_.clear();
                return at;
            } else {
                ++at;
            }
        }
        return line.size();
    }

    int depth_ = 0;
    std::string quote_;  ///< the quote that ends the open string; "" outside of strings
};

}  // namespace

std::string whole_statement(std::string_view text, int line, std::string_view first) {
    const auto lines = split(text, '\n');
    const auto last = static_cast<std::size_t>(std::max(line, 0));
    if (first.empty() || last == 0 || last > lines.size()) return "";
    std::size_t begin = last;  // numbers of lines, from 1
    while (begin > 0 && last - begin < most_lines && trim(lines[begin - 1]).substr(0, first.size()) != first) --begin;
    if (begin == 0 || last - begin >= most_lines) return "";
    Reader reader;
    std::string result;
    for (std::size_t number = begin; number <= lines.size() && number - begin < most_lines; ++number) {
        result += (number == begin ? "" : "\n") + lines[number - 1];
        const bool more = reader.goes_on(std::string_view(lines[number - 1]));
        if (!more) return number >= last ? result : "";  // the statement ended before the line that failed
    }
    return result;
}

}  // namespace testskew::explain
