#include "compare/fingerprint.hpp"

#include <algorithm>
#include <array>

#include "compare/normalise.hpp"
#include "compare/server.hpp"
#include "compare/shown.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

/// Exceptions that say "the test is not content", not where something broke: all frames down from the test are needed
/// to tell two apart.
bool assertion(const ExceptionRecord& exception) {
    const std::string type = type_name(exception.type);
    return type == "AssertionError" || type == "Failed" || type == "Failure";
}

bool group(const ExceptionChain& chain, std::size_t at) {
    const std::string type = type_name(chain[at].type);
    return (type == "ExceptionGroup" || type == "BaseExceptionGroup") && at + 1 < chain.size() &&
           chain[at + 1].link == "group";
}

/// The project's own frames as people wrote them: comprehensions have frames of their own only before 3.12 (PEP 709).
std::vector<Frame> project_frames(const ExceptionRecord& exception) {
    std::vector<Frame> frames;
    for (const Frame& frame : exception.frames) {
        if (!frame.project) continue;
        const std::string function = function_name(frame.function);
        if ((function == "<listcomp>" || function == "<dictcomp>" || function == "<setcomp>") && !frames.empty() &&
            frames.back().path == frame.path) {
            frames.back().source = frame.source;
            continue;
        }
        frames.push_back(frame);
    }
    return frames;
}

bool own_file(const std::string& path, const std::string& module) {
    return path == module || path == "conftest.py" || path.ends_with("/conftest.py");
}

/// Where a SyntaxError was found: no frame that ran. Which line it is blamed on, and in what words, changed with every
/// parser: the file is the identity.
bool syntax_error(const ExceptionRecord& exception) {
    const std::string type = type_name(exception.type);
    return type == "SyntaxError" && !exception.frames.empty() &&
           function_name(exception.frames.back().function) == "<module>";
}

void add_frames(std::string& text, const ExceptionRecord& exception, const std::string& module, bool with_paths) {
    std::vector<Frame> frames = project_frames(exception);
    if (!with_paths) {
        // Where the project's code raised it, which test came there does not matter.
        const auto last_own =
            std::find_if(frames.rbegin(), frames.rend(), [&](const Frame& f) { return own_file(f.path, module); });
        const std::size_t deeper = static_cast<std::size_t>(last_own - frames.rbegin());
        if (deeper > 0 && deeper < frames.size())
            frames.erase(frames.begin(), frames.end() - static_cast<std::ptrdiff_t>(deeper));
    }
    if (frames.empty()) {
        text += "no frame of the project\n";
        return;
    }
    const bool syntax = syntax_error(exception) && exception.frames.back().project;
    std::vector<std::string> lines;
    for (const Frame& frame : frames) {
        const bool found_at = syntax && &frame == &frames.back();
        std::string line = "at " + function_name(frame.function) + ": " + (found_at ? "" : source_line(frame.source));
        if (with_paths || found_at) line += " in " + frame.path;
        if (std::find(lines.begin(), lines.end(), line) == lines.end())
            lines.push_back(std::move(line));  // recursion: its depth varies
    }
    // How deep a recursion gets, and in which of its frames it ends, depends on the interpreter.
    if (type_name(exception.type) == "RecursionError") std::sort(lines.begin(), lines.end());
    text += join(lines, "\n") + "\n";
}

void add_message(std::string& text, const ExceptionRecord& exception) {
    if (type_name(exception.type) == "AssertionError") return;  // pytest's explanation depends on CI= and -v
    if (syntax_error(exception)) return;                        // the parsers' words have little in common
    if (const auto names = identifiers(exception.message); !names.empty()) text += "names " + join(names, " ") + "\n";
}

std::string module_of(const std::string& test_id) { return test_id.substr(0, test_id.find("::")); }

std::string chain_text(const ExceptionChain& chain, const std::string& test_id) {
    const std::string module = module_of(test_id);
    std::string text;
    bool first = true;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const ExceptionRecord& exception = chain[i];
        if (group(chain, i))
            continue;  // some versions of a library wrap what others raise plainly: the members are the failure
        const bool has_frames =
            std::any_of(exception.frames.begin(), exception.frames.end(), [](const Frame& f) { return f.project; });
        if (first || has_frames || exception.link == "group") {
            text += (first ? "raised " : "from ") + type_name(exception.type) + "\n";
            add_message(text, exception);
            add_frames(text, exception, module, assertion(exception));
        } else if (exception.link == "cause" && exception.type.find('.') == std::string::npos) {
            text += "from " + exception.type +
                    "\n";  // a library's own inner exceptions change with its version; Python's do not
        }
        first = false;
    }
    return text;
}

Fingerprint hashed(std::string text) {
    Fingerprint result;
    result.digest = short_hash(text);
    result.text = std::move(text);
    return result;
}

Failure plain_failure(const std::string& type, const std::string& message, const std::string& phase) {
    Failure failure;
    failure.type = type;
    failure.message = message;
    failure.phase = phase;
    return failure;
}

/// The failed phases of a test, its subtests' first, in the order that stands for the test.
std::vector<const PhaseRecord*> failed_phases(const TestRecord& test) {
    static constexpr std::array<std::string_view, 4> order = {"setup", "call", "teardown", "???"};
    std::vector<const PhaseRecord*> result;
    for (const std::string_view name : order) {
        for (const bool subtests : {true, false})
            for (const PhaseRecord& phase : test.phases)
                if (phase.phase == name && (phase.outcome == "failed" || phase.outcome == "error") &&
                    phase.subtests.empty() != subtests)
                    result.push_back(&phase);
    }
    return result;
}

Fingerprint identity(const TestRecord& test, const PhaseRecord& phase, const ServerChoice& server) {
    if (server.exception && server.role == ServerChoice::Role::identity)
        return fingerprint(server.exception->chain, test.id);
    std::string text = phase.chain.empty() ? "failed without an exception\nnames " +
                                                 join(identifiers(phase.message), " ") + "\nin " + test.id + "\n"
                                           : chain_text(phase.chain, test.id);
    if (server.exception && server.role == ServerChoice::Role::part)
        text += "with\n" + chain_text(server.exception->chain, test.id);
    return hashed(std::move(text));
}

Identified identify(const TestRecord& test, const PhaseRecord& phase, bool with_failure = true) {
    Identified result;
    const ServerChoice server = choose_server_exception(test, phase);
    result.fingerprint = identity(test, phase, server);
    if (!with_failure) return result;
    if (phase.chain.empty()) {
        result.failure = plain_failure("", phase.message, phase.phase);
    } else {
        result.failure = shown(phase.chain, phase.phase);
    }
    if (phase.message != result.failure.message) result.failure.assertion = phase.message;
    if (server.exception) show_server_exception(result.failure, *server.exception);
    return result;
}

}  // namespace

Fingerprint fingerprint(const ExceptionChain& chain, const std::string& test_id) {
    return hashed(chain_text(chain, test_id));
}

std::vector<Identified> failures(const TestRecord& test) {
    std::vector<Identified> result;
    if (test.outcome == Outcome::crashed || test.outcome == Outcome::timed_out) {
        Identified died;
        died.fingerprint =
            hashed((test.outcome == Outcome::crashed ? "crashed in " : "timed out in ") + test.id + "\n");
        died.failure = plain_failure(
            "",
            test.outcome == Outcome::crashed ? "the process died while this test ran" : "this test did not end in time",
            "call");
        result.push_back(std::move(died));
    } else if (test.outcome != Outcome::failed && test.outcome != Outcome::error) {
        return result;
    }
    for (const PhaseRecord* phase : failed_phases(test))
        if (phase->phase != "???") result.push_back(identify(test, *phase));
    if (result.empty()) {
        Identified unknown;
        unknown.fingerprint = hashed("failed without an exception\nin " + test.id + "\n");
        unknown.failure = plain_failure("", "failed; the recording does not say how", "call");
        result.push_back(std::move(unknown));
    }
    return result;
}

std::optional<Identified> first_failure(const TestRecord& test, bool shown) {
    if (test.outcome == Outcome::failed || test.outcome == Outcome::error)
        for (const PhaseRecord* phase : failed_phases(test))
            if (phase->phase != "???") return identify(test, *phase, shown);
    auto all = failures(test);
    return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}

Identified failure(const CollectRecord& collect) {
    Identified result;
    if (collect.chain.empty()) {
        std::string error = collect.message;  // pytest's own text: the lines marked E are the exception
        for (const auto& line : split(collect.message, '\n'))
            if (line.starts_with("E ")) error = std::string(trim(std::string_view(line).substr(2)));
        result.fingerprint =
            hashed("not collected\nnames " + join(identifiers(error), " ") + "\nin " + collect.id + "\n");
        result.failure = plain_failure("", error, "collect");
    } else {
        result.fingerprint = fingerprint(collect.chain, collect.id);
        result.failure = shown(collect.chain, "collect");
    }
    return result;
}

std::optional<Identified> session_failure(const Recording& recording) {
    if (!recording.complete && recording.usage_error.empty()) return std::nullopt;
    const bool ran = std::any_of(recording.tests.begin(), recording.tests.end(),
                                 [](const TestRecord& t) { return t.outcome != Outcome::not_run; });
    const bool collect_failed = std::any_of(recording.collection.begin(), recording.collection.end(),
                                            [](const CollectRecord& c) { return c.outcome == "failed"; });
    if (ran || collect_failed) return std::nullopt;
    Identified result;
    if (!recording.usage_error.empty()) {
        result.fingerprint = hashed("usage error\nnames " + join(identifiers(recording.usage_error), " ") + "\n");
        result.failure = plain_failure("pytest.UsageError", recording.usage_error, "session");
    } else if (recording.timed_out) {
        result.fingerprint = hashed("session timed out before any test\n");
        result.failure = plain_failure("", "the session did not come to its first test in time", "session");
    } else if (recording.signal || (recording.exit_status != 0 && recording.exit_status != 5)) {
        const std::string text = recording.err.empty() ? recording.out : recording.err;
        const auto lines = split(trim(text), '\n');
        result.fingerprint =
            hashed("session died before any test\nnames " + join(identifiers(lines.back()), " ") + "\n");
        result.failure =
            plain_failure("", lines.back().empty() ? "the session ended before any test ran" : lines.back(), "session");
    } else {
        return std::nullopt;
    }
    return result;
}

bool holds(const std::string& collected_id, const std::string& test_id) {
    if (collected_id.empty() || collected_id == "." || collected_id == test_id) return true;
    std::string_view node = collected_id;
    if (node.ends_with("/__init__.py")) node.remove_suffix(12);
    if (!test_id.starts_with(node) || test_id.size() <= node.size()) return false;
    const std::string_view rest = std::string_view(test_id).substr(node.size());
    return rest.starts_with("::") || rest.starts_with("/");
}

std::optional<Failure> failure_of(const Recording& recording, const std::string& test_id) {
    for (const TestRecord& test : recording.tests)
        if (test.id == test_id) {
            auto found = failures(test);
            return found.empty() ? std::nullopt : std::optional(std::move(found.front().failure));
        }
    return std::nullopt;
}

}  // namespace testskew::compare
