#pragma once
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "environment/cross_conflicts.hpp"
#include "environment/misfit.hpp"
#include "environment/releases.hpp"
#include "model/environment.hpp"
#include "sides/side.hpp"

namespace testskew::runner {

/// The environments of one run, and what the package index and this machine's interpreters have for them. Each call
/// throws environment::BuildError if the packages cannot be installed or the index cannot be reached. `limit` is how
/// long one run of uv may take; 0 sets no limit.
class Environments {
public:
    virtual ~Environments() = default;

    /// The environment of a side, as the report shows it. It is built if it does not exist or was changed since it was
    /// built.
    virtual Environment environment_of(const sides::Side& side, std::chrono::milliseconds limit) = 0;
    Environment environment_of(const sides::Side& side) { return environment_of(side, {}); }

    /// Which of a side's packages another interpreter cannot have. `asked` holds the names that matter.
    virtual environment::Misfit misfit_of(const sides::Side& side, const Interpreter& to,
                                          const std::set<std::string>& asked) = 0;

    /// The declared constraints that these installed packages break; empty if none. Cached for each environment.
    virtual std::vector<environment::Conflict> conflicts_of(const Environment& environment) = 0;

    /// The declared constraints among these distributions that mixtures of the two sides break.
    virtual std::vector<environment::CrossConflict> conflicts_between(const sides::Side& bad, const sides::Side& good,
                                                                      const std::set<std::string>& names) = 0;

    /// The interpreters of this machine.
    virtual std::vector<Interpreter> interpreters() = 0;

    /// The releases of a distribution above `low` and up to `high`, in either order, that the side's interpreter can
    /// install; the oldest comes first.
    virtual std::vector<std::string> releases(const sides::Side& side, const std::string& name, const std::string& low,
                                              const std::string& high, std::chrono::milliseconds limit) = 0;

    /// True if the package has a wheel for the environment's interpreter.
    virtual bool has_wheel(const Environment& environment, const std::string& name,
                           std::chrono::milliseconds limit) = 0;

    /// The side's packages, resolved again from these requirement lines. A version that still fits stays. `what` names
    /// the attempt in an error.
    virtual PackageSet resolved(const sides::Side& side, const std::vector<std::string>& lines, const std::string& what,
                                std::chrono::milliseconds limit) = 0;

    /// The packages of an environment for another interpreter, with as few changes as possible.
    virtual PackageSet held(const Environment& from, const Interpreter& to, std::chrono::milliseconds limit) = 0;
};

}  // namespace testskew::runner
