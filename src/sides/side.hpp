#pragma once
#include <map>
#include <string>
#include <vector>

#include "environment/resolve.hpp"
#include "model/environment.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"
#include "workspace/workspace.hpp"

namespace testskew::sides {

/// One side with everything that a session of it needs. A hybrid, which is mixed from two sides, is a Side too.
struct Side : Conditions {
    std::string name;  ///< the name of the profile
    Interpreter interpreter;
    environment::Resolution resolution;  ///< the exact packages, and what is installed anew for each workspace
    /// The environ of the session, before the workspace and the environment add to it.
    std::map<std::string, std::string> environ;
    workspace::FileState files;
    /// Differences between the interpreter that was asked for and the one that was found.
    std::vector<Fidelity> fidelity;
    /// If not 0, the session runs in an environment of its own that has the same content and was built anew.
    int copy = 0;
};

/// The two sides of a comparison.
struct SidePair {
    Side bad, good;
};

}  // namespace testskew::sides
