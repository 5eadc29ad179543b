#pragma once
#include "environment/conflicts.hpp"
#include "environment/options.hpp"
#include "environment/resolve.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// The virtual environment of exactly these distributions: the cached one if there is one (then no process is started),
/// else one that is built in the cache from scratch. Two threads or testskews that want the same one take turns. Throws
/// BuildError; nothing incomplete is ever left that a later call would trust.
Environment build(const Interpreter& interpreter, const Resolution& resolution, const BuildOptions& options,
                  const Progress& progress = {});

/// The environment that has `packages` instead of those of `base`, on the same interpreter. It is what build() would
/// give for them, but it is made from the nearest environment at hand: the files of that one as hard links, with the
/// distributions exchanged that differ. Dependencies are not looked at; see conflicts(). Throws BuildError that names
/// the distribution which could not be installed.
Environment vary(const Environment& base, const PackageSet& packages, const BuildOptions& options,
                 const Progress& progress = {});

/// True if the environment is still as it was built. If it is not, it is taken out of the cache, so that the next
/// build() makes it anew.
bool verify(const Environment& environment);

}  // namespace testskew::environment
