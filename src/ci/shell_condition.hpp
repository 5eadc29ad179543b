#pragma once
#include <string>
#include <vector>

#include "ci/shell.hpp"

namespace testskew::ci {

/// Whether a command is run, or what a test is worth, as far as it can be told without running anything.
enum class Run { yes, no, maybe };

/// Both of two conditions.
Run also(Run a, Run b);

/// Whether a command is a test that may be told: `[`, `[[`, `test`, `true`, `false`, `:` after any "!".
bool is_shell_test(const std::vector<ShellWord>& words);

/// What such a command is worth: `[ A = B ]`, `[[ $X == py3* && -n $Y ]]`, `! true`. The operators inside [[ ]] are
/// words of their own.
Run worth_of_test(std::vector<ShellWord> words, const ShellScope& scope);

/// Commands with && and || between them: whether the next one is run. A command that is no test is presumed to
/// succeed: what follows its && is run, and what follows its || may be.
class CommandList {
public:
    Run next = Run::yes;  ///< whether the command that comes now is run

    /// A command came. `own` is what it is worth.
    void done(Run own, bool presumed);
    /// The sign that follows it: "&&", "||", or one that begins another list.
    void separate(const std::string& sign);
    /// What all of it is worth as the test of an `if`.
    Run worth() const { return presumed_ ? Run::maybe : status_; }

private:
    Run status_ = Run::yes;
    bool presumed_ = true;  ///< a part of the status is a command's that is presumed to succeed
    bool after_presumed_ = false, after_and_ = false;
};

}  // namespace testskew::ci
