// The reader of `compare` with many recordings, which keeps only an outline of each and takes most lines apart without
// a parser. It must say what the full reader says of the same text.
#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/recording.hpp"
#include "place.hpp"
#include "recording/decoder.hpp"
#include "recording/read.hpp"
#include "targets.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::fuzz {
namespace {

constexpr std::size_t most_sessions = 3;

std::string line_of(std::string_view id, Outcome outcome) {
    return std::string(id) + " " + std::to_string(static_cast<int>(outcome)) + "\n";
}

/// What both readers have to agree on, as text.
std::string told(const Recording& recording, const std::vector<std::string>& passed = {}) {
    std::vector<std::string> lines;
    for (const TestRecord& test : recording.tests) lines.push_back(line_of(test.id, test.outcome));
    for (const std::string& id : passed) lines.push_back(line_of(id, Outcome::passed));
    std::sort(lines.begin(), lines.end());
    for (const CollectRecord& node : recording.collection) lines.push_back("node " + node.id + "\n");
    for (const std::string& id : recording.deselected) lines.push_back("deselected " + id + "\n");
    for (const std::string& id : recording.modules) lines.push_back("module " + id + "\n");
    for (const auto& [name, value] : recording.facts) lines.push_back("fact " + name + " " + value + "\n");
    lines.push_back(recording.complete ? "complete\n" : "ended\n");
    lines.push_back(std::to_string(recording.exit_status));
    return join(lines, "");
}

void must_agree(const std::string& one, const std::string& other, const char* what) {
    if (one != other) throw std::logic_error(std::string(what) + ":\n" + one + "\n-- and --\n" + other);
}

/// The same line, in a form that only the full parser reads. What is no object stays as it is.
std::string for_the_parser(std::string_view line) {
    const std::size_t open = line.find_first_not_of(" \t\r");
    if (open == std::string_view::npos || line[open] != '{') return std::string(line);
    const std::string_view rest = line.substr(open + 1);
    const std::size_t next = rest.find_first_not_of(" \t\r");
    const bool empty = next != std::string_view::npos && rest[next] == '}';
    return "{\"zz\":[]" + std::string(empty ? "" : ",") + std::string(rest);
}

/// Each line must mean the same to the quick readers and to the parser.
void compare_lines(const std::string& text) {
    recording::Decoder quick, parsed;
    for (const std::string& line : split(text, '\n'))
        if (quick.line(line) != parsed.line(for_the_parser(line)))
            throw std::logic_error("a line that only one reader can read: " + line);
    must_agree(told(quick.finish()), told(parsed.finish()), "a line that means something else to the parser");
}

std::optional<Recording> full(const std::filesystem::path& path, std::size_t session) {
    try {
        return recording::read(path, static_cast<int>(session));
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

void outline(const std::string& text) {
    compare_lines(text);
    const auto path = written("outline.jsonl", text);
    std::vector<RecordingOutline> outlines;
    try {
        outlines = recording::read_outlines(path, most_sessions);
    } catch (const Error&) {
        // A later session may be one that no reader takes.
        for (std::size_t i = 1; i <= most_sessions; ++i)
            if (!full(path, i)) return;
        throw std::logic_error("only the outline is refused");
    }
    for (std::size_t i = 0; i < outlines.size(); ++i) {
        const auto whole = full(path, i + 1);
        if (!whole) throw std::logic_error("only the full reader refuses session " + std::to_string(i + 1));
        must_agree(told(outlines[i].rest, outlines[i].passed), told(*whole), "an outline that says something else");
    }
}

}  // namespace testskew::fuzz
