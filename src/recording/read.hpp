#pragma once
#include <filesystem>

#include "model/recording.hpp"

namespace testskew::recording {

/// Reads one recording (docs/recording.md) line by line; the file is never held in memory as a whole. Records and
/// members that are not known are ignored. `truncated` is set if a line could not be read, if the last line has no end,
/// or if the file is larger than two gigabytes (the rest is then not read). Throws Error (exit code 2) if the file
/// cannot be opened, holds no record at all, or is of a newer form. `session` is the number of the session that is read
/// of a leg with several, from 1 on.
Recording read(const std::filesystem::path& path, int session = 1);

/// One session of a file.
struct SessionFile {
    std::filesystem::path path;
    int session = 1;
};

/// Every session of a recording, in outline, at most `most` of them. The limits and errors are those of read(). Empty
/// if it is the recording of a leg in which no session was recorded.
std::vector<RecordingOutline> read_outlines(const std::filesystem::path& path, std::size_t most);

/// Reads the recordings of both sides at the same time. Throws the same errors as read().
RecordingPair read_both(const SessionFile& bad, const SessionFile& good);

}  // namespace testskew::recording
