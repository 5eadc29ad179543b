#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "cli/options.hpp"
#include "cli/run_state.hpp"
#include "laboratory/laboratory.hpp"
#include "rounds/documents.hpp"

/// A run whose sessions are run in rounds by others: what `plan --next`, `session` and `attribute` have in common.
namespace testskew::cli {

/// True if `plan --next` has begun rounds for the run.
bool has_rounds(const std::filesystem::path& run_folder);

/// What the rounds of a run have in common. Throws Error (exit code 2) if it is damaged, of another run, or written by
/// another version.
rounds::Ground load_ground(const std::filesystem::path& run_folder);

/// Throws Error (exit code 2) if the project's files are not those with which the rounds began.
void require_same_files(const std::filesystem::path& project, const std::string& run, const std::string& files);

/// The run as one of the project in this folder, if it was begun in another one: each job of a CI has its own checkout.
SavedRun moved_to(SavedRun saved, const std::filesystem::path& project);

/// The options with which the rounds began.
Options options_of_rounds(Options options, const rounds::Ground& ground);

/// The sides with this machine's interpreters, if it has such. The laboratory knows their secrets then.
sides::SidePair sides_of_rounds(laboratory::Laboratory& laboratory, const rounds::Ground& ground);

/// Why sessions of this machine cannot stand beside those of the run; "" if they can.
std::string why_not_here(const rounds::Ground& ground);

}  // namespace testskew::cli
