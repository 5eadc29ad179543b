#pragma once
#include <algorithm>
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/outcomes.hpp"
#include "model/report.hpp"

namespace testskew {

/// What a leg came to. `no_session`: its command ended well, and no pytest was recorded below it. `unusable`: the file
/// cannot be read, or its leg does not belong to the others.
enum class LegState { failed, passed, no_session, unusable };

/// One leg as `testskew ci` shows it.
struct CiLeg {
    std::string name;    ///< no two legs have the same one
    std::string file;    ///< the name of its recording: "py311.jsonl"
    std::string python;  ///< "3.11.7", "pypy 3.10.14"; "" if it is not known
    std::string system;  ///< "Ubuntu 24.04.1 LTS"; "" if it is not known
    OutcomeCounts outcomes;
    double seconds = 0;
    LegState state = LegState::passed;
    /// How it ended if its tests alone do not say it, or why it is not usable: one line.
    std::string why = {};
    bool given_as_good = false;  ///< named with --good
};

/// What is counted to say how near two legs are to each other.
struct LegDistance {
    bool other_system = false;  ///< another operating system or implementation of Python
    int factors = 0;            ///< in how many factors they differ
    int minors = 0;             ///< how many minor versions of Python lie between them
    int deltas = 0;             ///< in how many things they differ altogether

    auto operator<=>(const LegDistance&) const = default;
};

/// Something that differs between every leg in which a problem shows and every leg in which its tests pass. It is
/// evidence, never a verdict.
struct CiSeparation {
    Factor factor = Factor::interpreter;
    std::string name;
    std::vector<std::string> failing, passing;  ///< the values, each once; without those that are not to be shown
};

/// What the legs of a run say of one failure, by the digest of its fingerprint. Legs are indices of CiReport::legs.
struct CiSeen {
    std::vector<std::size_t> passing = {};  ///< in which all of its tests pass, the nearest first
    /// Only if there are at least three legs in which it shows or passes.
    std::vector<CiSeparation> separations = {};
};

/// A leg that failed, beside the one with which it was compared. Legs are indices of CiReport::legs.
struct CiComparison {
    std::size_t bad = 0;
    /// nullopt if there is no leg in which a test passes that failed here. The report has then all failures as common
    /// ones, and no differences.
    std::optional<std::size_t> good = {};
    std::vector<std::size_t> further = {};  ///< further legs in which these tests pass, the nearest first
    int bad_session = 1, good_session = 1;  ///< which sessions of pytest of the two legs are compared, from 1 on
    bool all_pass = true;                   ///< false if only some of the failing tests pass in the leg `good`
    Report report = {};
    std::string not_attributed = {};  ///< why no cause was looked for, although it was asked for; one line
};

/// What one call of `testskew ci` found. Every format of it is made from this and from nothing else.
struct CiReport {
    std::vector<CiLeg> legs;
    std::vector<CiComparison> comparisons;  ///< one for each session of a failed leg that has failures
    std::map<std::string, CiSeen> seen;     ///< by the digest of a fingerprint
    std::string folder;  ///< of the project below the root of the repository: "backend"; "" if they are the same
    std::vector<std::string> notes;
    ExitCode exit_code = ExitCode::ok;

    bool failed() const {
        return std::any_of(legs.begin(), legs.end(), [](const CiLeg& leg) { return leg.state == LegState::failed; });
    }
};

}  // namespace testskew
