#pragma once
#include <map>
#include <string>
#include <vector>

#include "rounds/documents.hpp"

/// Guesses what sessions will come to, so that what would be asked then can be asked for in the same round. A guess
/// decides only what is asked for: it is written nowhere, and no verdict comes from one. Pure functions.
namespace testskew::rounds {

/// For each session, by its id, the side like which it is imagined to end.
using Guess = std::map<std::string, SideName>;

/// A recording in which the tests end as in another one, without what tells of its interpreter, packages and files.
std::string imagined(const std::string& recording);

/// The guesses that follow one, when these sessions are missing with it: as the engine predicts where it does, else
/// as either side; of many, all like one side or all like the other.
std::vector<Guess> guesses_after(const Guess& guess, const std::vector<Task>& missing);

}  // namespace testskew::rounds
