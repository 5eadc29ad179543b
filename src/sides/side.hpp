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

/// One side with everything resolved: what a session of it needs. A hybrid is a Side too, mixed from two.
struct Side : Conditions {
    std::string name;  ///< the profile's
    Interpreter interpreter;
    environment::Resolution resolution;          ///< the exact packages, and what is installed for each workspace
    std::map<std::string, std::string> environ;  ///< of the session, before what workspace and environment add to it
    workspace::FileState files;
    std::vector<Fidelity> fidelity;  ///< of the interpreter
    int copy = 0;                    ///< not 0: in an environment of its own of the same content, built anew
};

struct SidePair {
    Side bad, good;
};

}  // namespace testskew::sides
