#include "compare/chain_text.hpp"

#include <algorithm>

#include "compare/identifiers.hpp"
#include "compare/spelling.hpp"
#include "model/node_id.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

/// True if the exception says that a check of a test failed, and not where something broke. To tell two such exceptions
/// apart, all frames from the test down are needed.
bool assertion(const ExceptionRecord& exception) {
    const std::string type = type_name(exception.type);
    return type == "AssertionError" || type == "Failed" || type == "Failure";
}

/// True if the exception is only the wrapper of a group whose members follow.
bool group(const ExceptionChain& chain, std::size_t at) {
    const std::string type = type_name(chain[at].type);
    return (type == "ExceptionGroup" || type == "BaseExceptionGroup") && at + 1 < chain.size() &&
           chain[at + 1].link == "group";
}

/// The project's own frames, without those of comprehensions, which have frames of their own only before Python 3.12
/// (PEP 709).
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

/// True for the files of a test: its module and any conftest.py.
bool own_file(const std::string& path, const std::string& module) {
    return path == module || path == "conftest.py" || path.ends_with("/conftest.py");
}

/// True if the last frame is not one that ran, but the place where a SyntaxError was found. Every parser blames other
/// lines in other words, so only the file belongs to the identity.
bool syntax_error(const ExceptionRecord& exception) {
    const std::string type = type_name(exception.type);
    return type == "SyntaxError" && !exception.frames.empty() &&
           function_name(exception.frames.back().function) == "<module>";
}

void add_frames(std::string& text, const ExceptionRecord& exception, const std::string& module, bool with_paths) {
    std::vector<Frame> frames = project_frames(exception);
    if (!with_paths) {
        // If the project's own code raised the exception, it does not matter which test led there.
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
            // Each line counts once, because the depth of a recursion varies.
            lines.push_back(std::move(line));
    }
    // How deep a recursion gets, and in which of its frames it ends, depends on the interpreter.
    if (type_name(exception.type) == "RecursionError") std::sort(lines.begin(), lines.end());
    text += join(lines, "\n") + "\n";
}

void add_message(std::string& text, const ExceptionRecord& exception) {
    if (type_name(exception.type) == "AssertionError") return;  // pytest's explanation depends on CI= and -v
    if (syntax_error(exception)) return;                        // each parser words it differently
    // What pytest.raises() and pytest.warns() say. Newer releases of pytest write Name for <class 'Name'>, and what was
    // expected is in the source line of the test's frame.
    if (type_name(exception.type) == "Failed" && exception.message.starts_with("DID NOT ")) return;
    if (const auto names = identifiers(exception.message); !names.empty()) text += "names " + join(names, " ") + "\n";
}

}  // namespace

std::string chain_text(const ExceptionChain& chain, const std::string& test_id) {
    const std::string module = module_of(test_id);
    std::string text;
    bool first = true;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const ExceptionRecord& exception = chain[i];
        if (group(chain, i))
            // Some versions of a library wrap in a group what others raise directly, so only the members are the
            // failure.
            continue;
        const bool has_frames =
            std::any_of(exception.frames.begin(), exception.frames.end(), [](const Frame& f) { return f.project; });
        if (first || has_frames || exception.link == "group") {
            text += (first ? "raised " : "from ") + type_name(exception.type) + "\n";
            add_message(text, exception);
            add_frames(text, exception, module, assertion(exception));
        } else if (exception.link == "cause" && exception.type.find('.') == std::string::npos) {
            // A library's own inner exceptions change with its version, but Python's do not.
            text += "from " + exception.type + "\n";
        }
        first = false;
    }
    return text;
}

}  // namespace testskew::compare
