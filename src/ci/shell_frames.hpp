#pragma once
#include <string>
#include <vector>

#include "ci/shell_condition.hpp"

namespace testskew::ci {

/// The ifs, loops, cases, functions and groups of a script that are open at a place of it, the innermost last.
class ShellFrames {
public:
    enum class Kind { condition, loop, choice, group, subshell };

    struct Frame {
        Kind kind = Kind::group;
        Run here = Run::yes;    ///< whether what stands here is run
        std::size_t first = 0;  ///< the first of its commands
        int number = 0;         ///< another one for each branch
        Run before = Run::no;   ///< of an `if`: whether an earlier branch was taken
        bool in_test = false;   ///< between `if` and `then`
        bool in_parts = false;  ///< a part of the test is a group or a subshell
    };

    /// Opens one whose first command will have this index. Returns false if so many are open that the script was made
    /// for that.
    bool open(Kind kind, Run here, std::size_t first);
    /// Closes the innermost one, which there is, and gives the index of its first command.
    std::size_t close();
    /// The innermost one; nullptr if none is open.
    Frame* innermost() { return frames_.empty() ? nullptr : &frames_.back(); }
    bool has(Kind kind) const;

    /// Takes `elif`, `then` or `else` of the innermost one. `test` is what the test between `if` and `then` is worth.
    void branch(const std::string& word, Run test);
    /// A number for a condition that no other one has.
    int next_number() { return ++number_; }

    /// Whether what stands here is run, as far as the open ones say it.
    Run now() const;
    /// Names the conditions here that nobody knows; `list` is the number of one in front, 0 for none.
    std::string condition(int list) const;

private:
    std::vector<Frame> frames_;
    int number_ = 0;
};

}  // namespace testskew::ci
