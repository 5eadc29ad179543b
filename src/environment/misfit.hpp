#pragma once
#include <set>
#include <string>
#include <vector>

#include "environment/conflicts.hpp"
#include "environment/options.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// Which packages of an environment another interpreter cannot have, and what it needs besides.
struct Misfit {
    /// Names whose version refuses that Python, or has wheels for its own one only.
    std::set<std::string> bound;
    /// What the packages need there besides, or in another version: backports behind markers.
    std::vector<Conflict> conflicts;
};

/// What the packages of `from` declare about the interpreter `to`, read from their metadata before anything is built
/// for it. Of the packages that were built for their own interpreter, those in `asked` are looked up on the index. If
/// it cannot be reached, they count as possible.
Misfit misfit(const Environment& from, const Interpreter& to, const std::set<std::string>& asked,
              const BuildOptions& options);

/// What `uv pip check --python-version` says.
struct CheckedElsewhere {
    std::set<std::string> refusing;         ///< "requires Python >=3.10"
    std::set<std::string> built_elsewhere;  ///< a wheel for another interpreter: there may be one for this, too
    std::vector<Conflict> conflicts;
};

/// Reads the output of `uv pip check --python-version`.
CheckedElsewhere read_check(const std::string& text);

}  // namespace testskew::environment
