#pragma once
#include <map>
#include <string>
#include <vector>

#include "ci/job.hpp"

namespace testskew::ci {

/// Which leg is wanted.
struct LegRequest {
    std::string file;                           ///< a CI file relative to the root; "" for the project's own ones
    std::map<std::string, std::string> wanted;  ///< --leg py=3.11,os=ubuntu
};

/// The leg that was chosen, and why.
struct LegChoice {
    Leg leg;
    std::string why;                    ///< "the newest released CPython on Linux among 12 legs"
    std::vector<std::string> others;    ///< other legs that run pytest, in words
    std::vector<std::string> not_read;  ///< CI files that could not be read, or were left aside, with the reason
};

/// The files of a project that configure a CI, the likeliest first.
std::vector<std::string> ci_files(const Tree& tree);

/// The folder at `start` or above it that holds the files of a CI; "" if there is none.
std::string ci_root(const std::string& start);

/// The leg that was asked for, else the one with the newest released CPython on Linux that runs pytest. Throws Error
/// (usage) if there is none, or if none is as asked.
LegChoice choose_leg(const Tree& tree, const LegRequest& request);

/// The legs that run pytest, of the CI file that has the likeliest ones; empty if there is none. `not_read` gets the
/// files that could not be read.
std::vector<Leg> testing_legs(const Tree& tree, std::vector<std::string>& not_read);

/// Whether a leg runs on Linux, as far as its runner and its matrix say.
bool on_linux(const Leg& leg);

/// The Python of a leg: what is known of it, else the value of a key of the matrix that is named after it; "" if
/// neither is known.
std::string version_of(const Leg& leg);

/// The pairs of --leg. Throws Error (usage) for a word without "=".
std::map<std::string, std::string> leg_pairs(const std::vector<std::string>& words);

}  // namespace testskew::ci
