#include "explain/changelog.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include "util/once.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

constexpr std::size_t most_shown = 300;  ///< bytes of an entry
constexpr int strong_weight = 2;         ///< a weak word counts as 1, and an entry needs 2

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// The identifiers of a text that are long enough to mean something.
std::vector<std::string> identifiers_of(std::string_view text) {
    constexpr std::size_t shortest = 4;
    static constexpr std::array<std::string_view, 12> common = {"self",  "test",   "assert", "return", "none",  "true",
                                                                "false", "import", "from",   "with",   "await", "type"};
    std::vector<std::string> result;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_word(text[end])) ++end;
        const std::string_view word = text.substr(at, end - at);
        const bool is_common = std::find(common.begin(), common.end(), lower(word)) != common.end();
        if (word.size() >= shortest && !is_common && !std::isdigit(static_cast<unsigned char>(word[0])))
            append_once(result, std::string(word));
        at = std::max(end, at + 1);
    }
    return result;
}

/// The version that a heading names; "" if the line is no heading of a release.
std::string version_of_heading(std::string_view line, std::string_view next) {
    static const std::regex form(R"(^(#+\s*|=+\s+)?(\S+\s+)?(version\s+|release\s+)?\[?v?(\d+(\.\d+)+[0-9a-z.]*))",
                                 std::regex::icase);
    if (line.empty() || line.size() > 100 || line.front() == ' ' || line.starts_with("- ") || line.starts_with("* "))
        return "";
    std::cmatch match;
    if (!std::regex_search(line.data(), line.data() + line.size(), match, form)) return "";
    const auto below = trim(next);
    const bool underlined = below.size() > 2 && std::all_of(below.begin(), below.end(), [&](char c) {
                                return c == below.front() && std::ispunct(static_cast<unsigned char>(c));
                            });
    const bool marked = match[1].matched || underlined;
    if (!marked && match[2].matched && !match[3].matched) return "";  // "Requires 2.0"
    return match[4].str();
}

/// Whether a line begins an entry of a list, which stands after this many blanks.
bool begins_entry(std::string_view line) {
    const auto text = trim(line);
    return text.size() > 2 && (text[0] == '-' || text[0] == '*' || text[0] == '+') && text[1] == ' ';
}

/// An entry without references to issues and people, on one line of bounded length.
std::string cleaned(const std::string& entry) {
    static const std::regex reference(
        R"(\s*\(?:(pr|issue|gh|user|ghsa|pull):`[^`]*`,?\)?|\s*\(?\[?#\d+\]?(\([^)]*\))?\)?)");
    std::string text = std::regex_replace(entry, reference, "");
    text = std::string(trim(text));
    if (text.size() <= most_shown) return text;
    std::size_t end = text.rfind(' ', most_shown);
    if (end == std::string::npos) end = most_shown;
    return valid_utf8(text.substr(0, end)) + " ...";
}

bool holds_word(std::string_view text, std::string_view word) {
    for (std::size_t at = 0; (at = text.find(word, at)) != text.npos; at += word.size()) {
        const bool begins = at == 0 || !is_word(text[at - 1]);
        const std::size_t end = at + word.size();
        if (begins && (end == text.size() || !is_word(text[end]))) return true;
    }
    return false;
}

}  // namespace

std::vector<std::string> changelog_entries(std::string_view changelog, std::string_view version) {
    std::vector<std::string> entries;
    const auto lines = split(changelog, '\n');
    bool inside = false, open = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view next = i + 1 < lines.size() ? std::string_view(lines[i + 1]) : std::string_view();
        if (const std::string named = version_of_heading(lines[i], next); !named.empty()) {
            inside = compare_versions(named, version) == 0;
            open = false;
            continue;
        }
        if (!inside) continue;
        const std::string text(trim(lines[i]));
        if (begins_entry(lines[i])) {
            entries.push_back(std::string(trim(text.substr(2))));
            open = true;
        } else if (text.empty()) {
            open = false;
        } else if (open) {
            entries.back() += " " + text;
        }
    }
    return entries;
}

TellingWords telling_words(const Cluster& cluster) {
    TellingWords words;
    const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& found) {
        for (const auto& word : found) append_once(to, word);
    };
    for (const ExceptionRecord& exception : cluster.error.chain) {
        if (exception.subject) add(words.strong, identifiers_of(exception.subject->member));
        for (std::size_t open = exception.message.find('\''); open != std::string::npos;) {
            const std::size_t close = exception.message.find('\'', open + 1);
            if (close == std::string::npos) break;
            if (close - open < 60)
                add(words.strong, identifiers_of(std::string_view(exception.message).substr(open, close - open)));
            open = exception.message.find('\'', close + 1);
        }
        for (const Frame& frame : exception.frames) {
            if (frame.path.starts_with("<site>/")) add(words.weak, identifiers_of(frame.function));
            if (frame.project) add(words.weak, identifiers_of(frame.source));
        }
    }
    if (cluster.divergence) add(words.weak, identifiers_of(cluster.divergence->source));
    static constexpr std::array<std::string_view, 6> of_subjects = {"attribute", "parameter", "keywords",
                                                                    "required",  "arguments", "module"};
    std::erase_if(words.strong, [](const std::string& word) {
        return std::find(of_subjects.begin(), of_subjects.end(), word) != of_subjects.end();
    });
    return words;
}

std::optional<std::string> fitting_entry(const std::vector<std::string>& entries, const TellingWords& words) {
    const std::string* best = nullptr;
    int most = strong_weight - 1;
    for (const std::string& entry : entries) {
        int score = 0;
        for (const auto& word : words.strong) score += strong_weight * holds_word(entry, word);
        for (const auto& word : words.weak) score += holds_word(entry, word);
        if (score > most) most = score, best = &entry;
    }
    return best ? std::optional(cleaned(*best)) : std::nullopt;
}

}  // namespace testskew::explain
