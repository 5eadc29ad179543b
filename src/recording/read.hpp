#pragma once
#include <filesystem>

#include "model/recording.hpp"

namespace testskew::recording {

/// Reads one recording (docs/recording.md), line by line, never all of it at once. Unknown records and keys are
/// ignored; lines that cannot be read, a last line without its end and a file that goes on beyond two gigabytes set
/// `truncated`. Throws Error (exit code 2) where the file cannot be opened, holds no record at all, or is of a newer
/// form.
///
/// The outcome of a test is decided from all of its phases: setup failed is an error, teardown failed after a call that
/// did not is an error, a failed subtest is a failure whatever the test's own call says, of several attempts (reruns)
/// the last counts; a test that began and never ended is crashed or timed out, one that was selected and never began is
/// not run.
Recording read(const std::filesystem::path& path);

/// Both sides' recordings, read side by side.
RecordingPair read_both(const std::filesystem::path& bad, const std::filesystem::path& good);

}  // namespace testskew::recording
