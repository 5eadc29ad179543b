#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace testskew {

/// A recording as a user names it: "leg.jsonl", or with one of its sessions of pytest "leg.jsonl:2".
struct RecordingName {
    std::string path;  ///< "" if the word names no recording
    int session = 0;   ///< from 1 on; 0 if none is named

    bool names_one() const { return !path.empty(); }
    /// The session that is meant: the first if none is named.
    int number() const { return session ? session : 1; }
};

/// Takes the word of a user apart. A word names a recording if it ends in ".jsonl", with or without ":NUMBER".
RecordingName recording_name(std::string_view word);

/// Makes the names of recordings different from each other: of equal ones each gets the folder of its file before it,
/// then a number. `files` has a path for each name.
void make_distinct(std::vector<std::string>& names, const std::vector<std::filesystem::path>& files);

/// The word that names a session of a recording.
std::string name_of_session(const std::string& path, int session);

}  // namespace testskew
