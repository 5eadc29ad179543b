#pragma once
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "environment/resolve.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// The virtual environment of exactly these distributions: the cached one where there is one (no process is started),
/// else built in the cache from scratch. Two threads or testskews that want the same one take turns. Throws BuildError;
/// nothing incomplete is ever left that a later call would trust.
Environment build(const Interpreter& interpreter, const Resolution& resolution, const BuildOptions& options,
                  const Progress& progress = {});

/// The environment that has `packages` in place of those of `base`, on the same interpreter. What build() would give
/// for them, but made from the nearest environment at hand: its files as hard links, the distributions that differ
/// exchanged. Dependencies are not looked at; see conflicts(). Throws BuildError naming the distribution that could not
/// be installed.
Environment vary(const Environment& base, const PackageSet& packages, const BuildOptions& options,
                 const Progress& progress = {});

/// Whether the environment is still as it was built. One that is not is taken out of the cache, so that the next
/// build() makes it anew.
bool verify(const Environment& environment);

/// One distribution that does not have what it declares to need.
struct Conflict {
    std::string package;      ///< "fastapi"
    std::string needs;        ///< "starlette", normalised
    std::string requirement;  ///< uv's words: "starlette>=0.40.0,<0.49.0"
    std::string found;        ///< "0.27.0", "" where it is not installed
};

/// What `uv pip check` says of an environment: the constraints that a hybrid breaks. Empty where all is well.
std::vector<Conflict> conflicts(const Environment& environment, const BuildOptions& options);

/// Reads the output of `uv pip check`.
std::vector<Conflict> read_conflicts(const std::string& text);

}  // namespace testskew::environment
