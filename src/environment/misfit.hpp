#pragma once
#include <set>
#include <string>
#include <vector>

#include "environment/conflicts.hpp"
#include "environment/options.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// Which packages of an environment another interpreter cannot have, and what it needs in addition.
struct Misfit {
    /// Names whose version refuses that Python, or has wheels only for its own one.
    std::set<std::string> bound;
    /// What the packages need there in addition, or in another version: backports behind markers.
    std::vector<Conflict> conflicts;
};

/// Returns what the packages of `from` declare about the interpreter `to`. It is read from their metadata before
/// anything is built for `to`. Of the packages that were built for their own interpreter, those in `asked` are looked
/// up on the index. If the index cannot be reached, they count as possible.
Misfit misfit(const Environment& from, const Interpreter& to, const std::set<std::string>& asked,
              const BuildOptions& options);

/// What `uv pip check --python-version` says.
struct CheckedElsewhere {
    std::set<std::string> refusing;  ///< Packages for which it says "requires Python >=3.10".
    /// Packages with a wheel for another interpreter. There may be one for this interpreter, too.
    std::set<std::string> built_elsewhere;
    std::vector<Conflict> conflicts;
};

/// Reads the output of `uv pip check --python-version`.
CheckedElsewhere read_check(const std::string& text);

}  // namespace testskew::environment
