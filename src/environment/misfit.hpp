#pragma once
#include <set>
#include <string>
#include <vector>

#include "environment/build.hpp"

namespace testskew::environment {

/// What of an environment's packages another interpreter cannot have, or does not do with.
struct Misfit {
    std::set<std::string> bound;  ///< names whose version refuses that Python, or has wheels for its own one only
    std::vector<Conflict>
        conflicts;  ///< what the packages need there besides, or in another version (backports behind markers)
};

/// What the packages of `from` declare about `to`, read from their metadata before anything is built for it. Of the
/// packages that were built for the interpreter itself, those in `asked` are looked up on the index; where it cannot be
/// reached they pass for possible.
Misfit misfit(const Environment& from, const Interpreter& to, const std::set<std::string>& asked,
              const BuildOptions& options);

/// What `uv pip check --python-version` says of metadata: `asked` of a Misfit are the names of "was built for a
/// different platform".
struct CheckedElsewhere {
    std::set<std::string> refusing;         ///< "requires Python >=3.10"
    std::set<std::string> built_elsewhere;  ///< a wheel for another interpreter: there may be one for this
    std::vector<Conflict> conflicts;
};
CheckedElsewhere read_check(const std::string& text);

}  // namespace testskew::environment
