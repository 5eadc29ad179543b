#include "ci/shell_frames.hpp"

#include <algorithm>

namespace testskew::ci {
namespace {

/// The opposite of what is known of earlier branches: whether the next one can be taken.
Run otherwise(Run earlier) { return earlier == Run::no ? Run::yes : earlier == Run::yes ? Run::no : Run::maybe; }

}  // namespace

bool ShellFrames::open(Kind kind, Run here, std::size_t first) {
    constexpr std::size_t deepest = 200;
    frames_.push_back({kind, here, first, next_number()});
    return frames_.size() <= deepest;
}

std::size_t ShellFrames::close() {
    const std::size_t first = frames_.back().first;
    frames_.pop_back();
    return first;
}

bool ShellFrames::has(Kind kind) const {
    return std::any_of(frames_.begin(), frames_.end(), [&](const Frame& frame) { return frame.kind == kind; });
}

void ShellFrames::branch(const std::string& word, Run test) {
    Frame& frame = frames_.back();
    frame.number = next_number();
    const Run earlier = frame.before;
    if (word == "elif") {
        frame.in_test = true;
        frame.in_parts = false;
        frame.here = otherwise(earlier);
    } else if (word == "then") {
        frame.in_test = false;
        if (frame.in_parts) test = Run::maybe;
        frame.here = earlier == Run::yes ? Run::no : also(test, earlier == Run::maybe ? Run::maybe : Run::yes);
        if (test != Run::no && earlier == Run::no) frame.before = test;
    } else {
        frame.here = otherwise(earlier);
    }
}

Run ShellFrames::now() const {
    Run result = Run::yes;
    for (const Frame& frame : frames_) result = also(result, frame.here);
    return result;
}

std::string ShellFrames::condition(int list) const {
    std::string result;
    for (const Frame& frame : frames_)
        if (frame.here == Run::maybe) result += std::to_string(frame.number) + "/";
    return list ? result + std::to_string(list) + "/" : result;
}

}  // namespace testskew::ci
