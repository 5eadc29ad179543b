#pragma once
#include "cli/run_state.hpp"
#include "investigation/base.hpp"
#include "laboratory/laboratory.hpp"
#include "sides/side.hpp"
#include "util/temporary_folder.hpp"

/// Gives the sides of an earlier run the files that they had in it.
namespace testskew::cli {

/// Throws Error (exit code 4): the files of a run are kept by git, which is missing, or are kept no more.
[[noreturn]] void throw_not_kept();

/// Lets the sessions see the files as they were in the run, if they have changed since. They are written into `folder`.
/// Throws Error (exit code 4) if they are not kept any more, or cannot be written.
void put_files_back(laboratory::Laboratory& laboratory, const SavedRun& saved, const TemporaryFolder& folder,
                    sides::SidePair& sides);

/// Lets the sessions of what is committed see the commit of the run, if another one is checked out now.
void hold_commits(const laboratory::Laboratory& laboratory, const investigation::Base& base, sides::SidePair& sides);

}  // namespace testskew::cli
