#pragma once
#include <filesystem>
#include <vector>

#include "laboratory/laboratory.hpp"
#include "model/profile.hpp"
#include "model/recording.hpp"
#include "model/report.hpp"
#include "sides/side.hpp"

/// What a report tells of failures of which no experiment has shown the cause.
namespace testskew::cli {

/// What the atlas and the notes know of the failures of a comparison, which may say more than the report's own by now.
std::vector<UntestedExplanation> untested_of(const Report& report, const Comparison& comparison,
                                             const std::filesystem::path& project, const Recording& bad,
                                             const Recording& good);

/// Adds what the atlas and the notes know: changes between the two sides that fit a failure. `project` is the folder
/// of the tested files, which are read where a recording has one line of a statement only. The recordings are those of
/// the two sides.
void add_untested(Report& report, const std::filesystem::path& project, const Recording& bad, const Recording& good);

/// Adds a note if tests cannot import a module of the project's own folder because of how pytest is started.
void add_import_hint(Report& report, const std::filesystem::path& project, const ProfilePair& profiles);

/// Adds what changed in the packages that the failures touched. With `notes` the report says what was left out. Throws
/// only Interrupted.
void add_untested_packages(Report& report, laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                           bool notes);

}  // namespace testskew::cli
