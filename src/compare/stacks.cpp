#include "compare/stacks.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "model/node_id.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

/// One thread of a dump, outermost frame first.
struct Thread {
    bool current = false;
    std::vector<Frame> frames;
};

/// The frame of a line such as `  File "/project/app.py", line 7 in load`.
std::optional<Frame> frame_in(std::string_view line) {
    line = trim(line);
    constexpr std::string_view file = "File \"", number = "\", line ", name = " in ";
    if (!line.starts_with(file)) return std::nullopt;
    line.remove_prefix(file.size());
    const auto end = line.rfind(number);
    if (end == std::string_view::npos) return std::nullopt;
    Frame frame;
    frame.path = line.substr(0, end);
    line.remove_prefix(end + number.size());
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), frame.line);
    line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
    if (error != std::errc() || !line.starts_with(name)) return std::nullopt;
    frame.function = line.substr(name.size());
    return frame;
}

std::vector<Thread> threads_in(const std::string& dump) {
    std::vector<Thread> threads;
    for (const std::string& line : split(dump, '\n')) {
        const bool current = line.starts_with("Current thread ");
        if (current || line.starts_with("Thread ") || line.starts_with("Stack ")) {
            threads.push_back({current, {}});
        } else if (auto frame = frame_in(line); frame && !threads.empty()) {
            threads.back().frames.push_back(std::move(*frame));
        }
    }
    std::erase_if(threads, [](const Thread& thread) { return thread.frames.empty(); });
    for (Thread& thread : threads) std::reverse(thread.frames.begin(), thread.frames.end());
    return threads;
}

bool is_of(const Frame& frame, const std::string& module) {
    return frame.path == module || frame.path.ends_with("/" + module);
}

/// Gives the path of a frame the form that it has in tracebacks. `root` is the folder of the project with a slash at
/// its end; "" if it is not known.
void name_place(Frame& frame, const std::string& root) {
    for (const std::string_view packages : {"/site-packages/", "/dist-packages/"})
        if (const auto at = frame.path.rfind(packages); at != std::string::npos) {
            frame.path = "<site>/" + frame.path.substr(at + packages.size());
            return;
        }
    if (!root.empty() && frame.path.starts_with(root)) {
        frame.path = frame.path.substr(root.size());
        frame.project = true;
        return;
    }
    if (const auto at = frame.path.rfind("/lib/python3"); at != std::string::npos)
        if (const auto end = frame.path.find('/', at + 5); end != std::string::npos)
            frame.path = "<stdlib>/" + frame.path.substr(end + 1);
}

}  // namespace

std::vector<Frame> stack_in(const std::string& dump, const std::string& module) {
    const auto threads = threads_in(dump);
    if (threads.empty()) return {};
    const auto holds_module = [&](const Thread& thread) {
        return std::any_of(thread.frames.begin(), thread.frames.end(),
                           [&](const Frame& frame) { return is_of(frame, module); });
    };
    auto chosen = std::find_if(threads.begin(), threads.end(), holds_module);
    if (chosen == threads.end())
        chosen = std::find_if(threads.begin(), threads.end(), [](const Thread& thread) { return thread.current; });
    if (chosen == threads.end()) chosen = std::prev(threads.end());
    std::vector<Frame> frames = chosen->frames;
    const auto first =
        std::find_if(frames.begin(), frames.end(), [&](const Frame& frame) { return is_of(frame, module); });
    std::string root;
    if (first != frames.end()) {
        root = first->path.substr(0, first->path.size() - module.size());
        frames.erase(frames.begin(), first);
    }
    for (Frame& frame : frames) name_place(frame, root);
    return frames;
}

void add_stack(Failure& failure, const Recording& recording, const TestRecord& test) {
    if (test.outcome != Outcome::crashed && test.outcome != Outcome::timed_out) return;
    std::string dump = recording.stack_dump;
    if (dump.empty()) {
        const auto fatal = recording.err.rfind("Fatal Python error");
        if (fatal == std::string::npos) return;
        dump = recording.err.substr(fatal);
    }
    ExceptionRecord stack;
    stack.frames = stack_in(dump, module_of(test.id));
    if (stack.frames.empty()) return;
    const auto project =
        std::find_if(stack.frames.rbegin(), stack.frames.rend(), [](const Frame& frame) { return frame.project; });
    if (project != stack.frames.rend()) {
        failure.path = project->path;
        failure.line = project->line;
        failure.function = project->function;
    }
    failure.chain = {std::move(stack)};
}

}  // namespace testskew::compare
