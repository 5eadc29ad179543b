#pragma once
#include <string>
#include <vector>

#include "hook/result.hpp"

namespace testskew::hook {

/// The word that begins every line about something that nobody has looked at.
constexpr const char* not_checked_words = "NOT CHECKED";

/// "ci (Python 3.11.7)".
std::string side_words(const std::string& profile, const std::string& python);

/// What the user reads of one commit, line by line, without the name of the program: nothing for a commit that is known
/// to be good. Of many failing tests the first ones are named.
std::vector<std::string> lines_of(const CommitCheck& check);

/// How to find out why a push was stopped, and how to push all the same. `good` is a profile to compare with; "" if
/// there is none.
std::vector<std::string> help_lines(const CommitCheck& check, const std::string& good);

}  // namespace testskew::hook
