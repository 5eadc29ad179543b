#include "environment/failure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::environment {
namespace {

constexpr size_t longest_reason = 360;

bool contains_any(const std::string& text, std::initializer_list<const char*> needles) {
    return std::any_of(needles.begin(), needles.end(),
                       [&](const char* n) { return text.find(n) != std::string::npos; });
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// Returns uv's error as one line, without warnings, hints and the frame characters of its older form. Of what a build
/// backend printed, only the last line stays, because a traceback ends with the error.
std::string one_line(std::string_view raw) {
    std::string result, last_printed;
    bool skipping = false, backend = false;
    for (const auto& line : split(raw, '\n')) {
        std::string text = printable(line);
        for (const char* frame :
             {"\xC3\x97", "\xE2\x95\xB0", "\xE2\x94\x80", "\xE2\x96\xB6", "\xE2\x94\x9C", "\xE2\x94\x82"})
            replace_all(text, frame, " ");  // These are x and the lines of a tree.
        std::string_view words = trim(text);
        if (words.empty()) continue;
        const bool new_paragraph = !std::isspace(static_cast<unsigned char>(text[0]));
        if (words == "[stdout]" || words == "[stderr]") {
            backend = true;
            continue;
        }
        if (backend && !new_paragraph) {
            last_printed = words;
            continue;
        }
        backend = false;
        if (new_paragraph) {
            skipping = words.starts_with("warning:") || words.starts_with("hint:") || words.starts_with("Using ") ||
                       words.starts_with("Resolved ") || words.starts_with("Prepared ") ||
                       words.starts_with("Audited ");
        }
        if (skipping) continue;
        for (std::string_view label : {"error:", "cause:", "Caused by:"})
            if (words.starts_with(label)) words = trim(words.substr(label.size()));
        if (words == "The build backend returned an error") continue;
        if (!result.empty())
            result += result.back() == '.' || result.back() == ':' || result.back() == ',' ? " " : "; ";
        result += words;
    }
    return last_printed.empty() ? result : result + ": " + last_printed;
}

/// Returns what a person needs of the sentences of the resolver's proof.
std::string plain(std::string reason) {
    replace_all(reason, "No solution found when resolving dependencies; ", "");
    replace_all(reason, "No solution found when resolving dependencies: ", "");
    replace_all(reason, ", we can conclude that your requirements are unsatisfiable.", "");
    replace_all(reason, "; we can conclude that your requirements are unsatisfiable.", "");
    replace_all(reason, " we can conclude that your requirements are unsatisfiable.", "");
    if (reason.starts_with("Because ")) reason.erase(0, 8);
    replace_all(reason, ", we can conclude that ", ", so ");
    // The last sentence of a proof has lost its end above.
    if (const size_t last = reason.rfind(". And because "); last != std::string::npos)
        if (reason.find(", so ", last) == std::string::npos) reason.replace(last, 14, ". But ");
    if (reason.size() <= longest_reason) return reason;
    const size_t sentence = reason.rfind(". ", longest_reason);
    if (sentence != std::string::npos && sentence > 80) return reason.substr(0, sentence + 1) + " ...";
    return valid_utf8(reason.substr(0, longest_reason)) + " ...";
}

/// Returns the names in the sentences of a resolver: the words before a version specifier, and those in the few phrases
/// that name only a package.
std::vector<std::string> packages_in(const std::string& text) {
    std::vector<std::string> found;
    const auto add = [&](std::string_view word) {
        const std::string name = requirement_name(word);
        if (name.empty() || name == "python" || std::find(found.begin(), found.end(), name) != found.end()) return;
        found.push_back(name);
    };
    std::vector<std::string> words;
    for (const auto& line : split(text, '\n'))
        for (const auto& word : split(line, ' ')) {
            std::string bare;
            for (const char c : word)
                if (c != '`' && c != '(' && c != ')') bare += c;
            while (!bare.empty() &&
                   (bare.back() == '.' || bare.back() == ',' || bare.back() == ':' || bare.back() == ';'))
                bare.pop_back();
            if (!bare.empty()) words.push_back(bare);
        }
    for (size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (word.find("://") != std::string::npos) continue;
        const std::string next = i + 1 < words.size() ? words[i + 1] : "",
                          after = i + 2 < words.size() ? words[i + 2] : "";
        const size_t mark = word.find_first_of("<>=!~");
        const bool has_version = mark != std::string::npos && mark > 0;
        const bool is_subject = (next == "was" && after == "not") || (next == "has" && after == "no") ||
                                (next == "are" && after == "available") || (next == "depends" && after == "on") ||
                                next == "@";
        if (has_version || is_subject) add(word);
    }
    return found;
}

}  // namespace

BuildError::BuildError(const std::string& what, BuildFailure failure_)
    : Error(what, ExitCode::environment), failure(std::move(failure_)) {}

std::string without_credentials(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const size_t scheme = text.find("://");
        if (scheme == std::string_view::npos) break;
        result += text.substr(0, scheme + 3);
        text.remove_prefix(scheme + 3);
        const size_t end = std::min(text.find_first_of("/ \t\n\"'`?#"), text.size());
        const size_t at = text.substr(0, end).rfind('@');
        if (at != std::string_view::npos) {
            result += "***@";
            text.remove_prefix(at + 1);
        }
    }
    return result += text;
}

BuildFailure read_failure(std::string_view uv_stderr) {
    BuildFailure failure;
    const std::string text = without_credentials(uv_stderr);
    failure.reason = plain(one_line(text));
    if (failure.reason.empty()) failure.reason = "uv gave no reason";
    failure.packages = packages_in(text.substr(0, text.find("\nhint:")));
    failure.network = contains_any(
        text, {"error sending request", "tcp connect error", "dns error", "operation timed out", "Connection refused",
               "Network is unreachable", "Could not connect", "network was disabled", "connection reset",
               "HTTP status server error", "Network connectivity is disabled", "but `--offline` was set"});
    failure.no_wheel_or_build = contains_any(
        text, {"no usable wheels", "no wheels with a matching", "Failed to build", "build backend returned",
               "compatible with the current platform", "has no wheels", "no source distribution",
               "no available source distribution", "don't have a source distribution"});
    const bool of_interpreter = contains_any(text, {"requested Python version", "Python>=", "Python<", "Python=="});
    failure.contradiction =
        !failure.network && !failure.no_wheel_or_build && !of_interpreter &&
        contains_any(text, {"depends on", " and you require "}) &&
        contains_any(text, {"requirements are unsatisfiable", "are incompatible", "conflict"}) &&
        !contains_any(text, {"was not found", "there is no version of", "there are no versions of"});
    return failure;
}

}  // namespace testskew::environment
