#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/profile.hpp"

namespace testskew::profile {

/// The words of a command that starts pytest, as a selection: options, and targets. nullopt if the command starts
/// something else.
std::optional<Selection> pytest_words(std::vector<std::string> command, const std::filesystem::path& project);

/// The same, to be run: the targets follow the options, and an option at the end cannot take the first one as its
/// value. The selection of a command that starts pytest: `pytest tests -m "not slow"`, `python -m pytest`, `coverage
/// run -m pytest`. nullopt if the command starts something else. A word after an option belongs to it if the option
/// takes a value, or if it is no flag of pytest's and the word is no path: nothing of that name is in the folder
/// `project`.
std::optional<Selection> pytest_selection(std::vector<std::string> command, const std::filesystem::path& project);

}  // namespace testskew::profile
