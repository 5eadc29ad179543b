#pragma once
#include "environment/conflicts.hpp"
#include "environment/options.hpp"
#include "environment/resolve.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// Returns the virtual environment of exactly these distributions. If it is in the cache, no process is started.
/// Otherwise it is built in the cache from scratch. Two threads or testskews that want the same one take turns. Throws
/// BuildError. An incomplete environment is never left in a state that a later call would trust.
Environment build(const Interpreter& interpreter, const Resolution& resolution, const BuildOptions& options,
                  const Progress& progress = {});

/// Returns the environment that has `packages` instead of those of `base`, on the same interpreter. It is what build()
/// would give for them, but it is made from the nearest environment at hand: with the files of that one as hard links,
/// and with the distributions exchanged that differ. Dependencies are not checked; see conflicts(). Throws BuildError,
/// which names the distribution that could not be installed.
Environment vary(const Environment& base, const PackageSet& packages, const BuildOptions& options,
                 const Progress& progress = {});

/// Returns true if the environment is still as it was built. If it is not, it is removed from the cache, so that the
/// next build() makes it again.
bool verify(const Environment& environment);

}  // namespace testskew::environment
