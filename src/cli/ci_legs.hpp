#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "model/ci_report.hpp"
#include "model/recording.hpp"

namespace testskew::cli {

/// One recording that `testskew ci` was given.
struct ReadLeg {
    CiLeg leg;
    std::filesystem::path file;       ///< absolute
    std::vector<Recording> sessions;  ///< a session in which tests failed comes first; empty if it cannot be compared
};

/// Reads the recordings: files, and folders with recordings at any depth, as a download of artifacts lays them out.
/// `good` are recordings that are known to be good. What cannot be read becomes a leg that is not usable, with the
/// reason; a recording that is there twice counts once. Notes say what was left out.
std::vector<ReadLeg> read_legs(const std::vector<std::string>& asked, const std::vector<std::string>& good,
                               std::vector<std::string>& notes);

/// Marks as unusable the legs that are of another project than most: they have no test file in common with any other
/// leg, and are not of the same commit.
void leave_out_strangers(std::vector<ReadLeg>& legs);

}  // namespace testskew::cli
