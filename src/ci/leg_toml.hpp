#pragma once
#include <string>

#include "ci/leg.hpp"

namespace testskew::ci {

/// What testskew.toml says besides the leg.
struct TomlFacts {
    std::string chosen;                ///< "the newest released CPython on Linux among 12 legs"
    std::string local = "python3";     ///< the `python` of the profile local
    bool local_installed = false;      ///< its packages are those that it has installed
    std::string local_origin;          ///< where that is from
    bool git = false;                  ///< the project is a git repository
    std::vector<std::string> failing;  ///< ids of tests that failed there
};

/// A testskew.toml with the profiles `ci` and `local`, and a comment of origin on each key.
std::string leg_toml(const Leg& leg, const TomlFacts& facts);

/// What `testskew profiles show` prints of a profile as the table of a profile of another name: a recording as `ci`.
std::string profile_table(const std::string& shown, const std::string& name);

/// The profile `local` with the selection of no leg.
std::string local_table(const TomlFacts& facts);

/// What was taken, what was left out and what must be asked, for people.
std::string leg_words(const Leg& leg);

/// A line of a requirements file with its paths relative to the project instead of to `folder`.
std::string line_from_root(const std::string& line, const std::string& folder);

}  // namespace testskew::ci
