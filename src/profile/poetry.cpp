#include "profile/poetry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// The numbers of "1.2.3"; empty if there is anything else (a pre-release, a wildcard).
std::vector<int> numbers(std::string_view version) {
    std::vector<int> result;
    for (const auto& part : split(version, '.')) {
        if (part.empty() || part.size() > 8 || part.find_first_not_of("0123456789") != std::string::npos) return {};
        result.push_back(std::stoi(part));
    }
    return result;
}

/// The first version that "^VERSION" or "~VERSION" excludes. The number at `place` is raised by one, and what follows
/// it is dropped.
std::string next(std::vector<int> parts, size_t place) {
    parts.resize(place + 1);
    ++parts[place];
    std::vector<std::string> words;
    for (const int part : parts) words.push_back(std::to_string(part));
    return join(words, ".");
}

/// One constraint of a comma-separated list in the form of PEP 440; "?" if it has no such form.
std::string one(std::string_view text) {
    text = trim(text);
    if (text.empty() || text == "*") return "";
    if (text[0] == '^' || (text[0] == '~' && !text.starts_with("~="))) {
        const auto version = trim(text.substr(1));
        // A pre-release is a normal lower bound; the upper bound follows from its numbers.
        const auto parts = numbers(version.substr(0, version.find_first_not_of("0123456789.")));
        if (parts.empty()) return "?";
        size_t place = 0;
        if (text[0] == '^') {
            while (place + 1 < parts.size() && parts[place] == 0) ++place;
        } else {
            place = parts.size() > 1 ? 1 : 0;
        }
        return fmt::format(">={},<{}", version, next(parts, place));
    }
    if (std::isdigit(static_cast<unsigned char>(text[0]))) return "==" + std::string(text);
    if (text[0] == '=' && !text.starts_with("==")) return "==" + std::string(trim(text.substr(1)));
    std::string result;
    for (const char c : text)
        if (c != ' ') result += c;
    return result;
}

/// A constraint on "python" as a marker: ">=3.8,<3.11" gives `python_version >= "3.8" and python_version < "3.11"`.
std::string python_marker(const std::string& constraint) {
    std::vector<std::string> parts;
    const std::string specifiers = pep440(constraint);
    for (const auto& specifier : split(specifiers, ',')) {
        const size_t digit = specifier.find_first_of("0123456789");
        if (digit == std::string::npos) continue;
        const std::string version = specifier.substr(digit);
        const bool full = std::count(version.begin(), version.end(), '.') > 1 && !version.ends_with("*");
        parts.push_back(fmt::format("{} {} \"{}\"", full ? "python_full_version" : "python_version",
                                    specifier.substr(0, digit), version));
    }
    return join(parts, " and ");
}

std::string text_of(const Node& table, std::string_view key) {
    const Node* node = table.find(key);
    return node && node->is(Node::Kind::string) ? node->text : "";
}

std::string line_of(const std::string& name, const Node& table) {
    const Node* optional = table.find("optional");
    if (optional && optional->boolean) return "";
    std::vector<std::string> extras;
    if (const Node* listed = table.find("extras")) extras = listed->strings();
    const std::string bracket = extras.empty() ? "" : "[" + join(extras, ",") + "]";
    std::string line;
    if (const auto path = text_of(table, "path"); !path.empty()) {
        const Node* develop = table.find(table.find("editable") ? "editable" : "develop");
        const bool plain = path.starts_with('.') || path.starts_with('/');
        line = (develop && develop->boolean ? "-e " : "") + std::string(plain ? "" : "./") + path + bracket;
    } else if (const auto git = text_of(table, "git"); !git.empty()) {
        std::string at;
        for (const auto* key : {"rev", "tag", "branch", "ref"})
            if (at.empty()) at = text_of(table, key);
        line = fmt::format("{}{} @ git+{}{}{}", name, bracket, git, at.empty() ? "" : "@", at);
    } else if (const auto url = text_of(table, "url"); !url.empty()) {
        line = fmt::format("{}{} @ {}", name, bracket, url);
    } else {
        line = name + bracket + pep440(text_of(table, "version"));
    }
    std::vector<std::string> markers;
    if (const auto python = text_of(table, "python"); !python.empty())
        if (const auto marker = python_marker(python); !marker.empty()) markers.push_back(marker);
    if (const auto marker = text_of(table, "markers"); !marker.empty())
        markers.push_back(markers.empty() ? marker : "(" + marker + ")");
    return markers.empty() ? line : line + " ; " + join(markers, " and ");
}

}  // namespace

std::string pep440(const std::string& constraint) {
    if (constraint.find('|') != std::string::npos) return "";
    std::vector<std::string> parts;
    std::string text(trim(constraint));
    // ">=1.0 <2.0" is allowed as well: a space before an operator stands for a comma.
    for (size_t i = 1; i < text.size(); ++i)
        if (text[i - 1] == ' ' && std::string_view("<>=!^~").find(text[i]) != std::string_view::npos &&
            std::isalnum(static_cast<unsigned char>(text[text.find_last_not_of(' ', i - 1)])))
            text[i - 1] = ',';
    for (const auto& part : split(text, ',')) {
        const std::string specifier = one(part);
        if (specifier == "?") return "";
        if (!specifier.empty()) parts.push_back(specifier);
    }
    return join(parts, ",");
}

std::vector<std::string> poetry_lines(const std::string& name, const Node& constraint) {
    if (lower(name) == "python") return {};
    std::vector<std::string> lines;
    if (constraint.is(Node::Kind::string)) return {name + pep440(constraint.text)};
    if (constraint.is(Node::Kind::table)) lines.push_back(line_of(name, constraint));
    for (const auto& item : constraint.items) {
        const auto more = poetry_lines(name, item);
        lines.insert(lines.end(), more.begin(), more.end());
    }
    std::erase(lines, "");
    return lines;
}

}  // namespace testskew::profile
