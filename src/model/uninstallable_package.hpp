#pragma once
#include <string>

#include "model/enums.hpp"

namespace testskew {

/// A package that one side cannot install although the other side can. No test of that side can run.
struct UninstallablePackage {
    std::string side, other;           ///< the names of the profiles: the side that fails, and the other one
    std::string python, other_python;  ///< their versions
    std::string package, version;      ///< what cannot be installed; the version may be ""
    bool contradiction = false;        ///< the side's requirements exclude each other, whatever the interpreter
    std::string reason;                ///< one line in the words of uv or of the build backend
    /// What the side's requirements do on the other interpreter, and the other side's on this one. `untried` if both
    /// sides have the same interpreter.
    InstallTrial repair = InstallTrial::untried, induce = InstallTrial::untried;
    std::string first_release;  ///< the first later release that this interpreter can install as it is; "" for none

    /// Whether both trials agree that the interpreter decides.
    bool shown() const { return repair == InstallTrial::installs && induce == InstallTrial::fails; }
};

}  // namespace testskew
