#pragma once
#include <functional>

#include "environment/failure.hpp"
#include "environment/options.hpp"
#include "model/interpreter.hpp"
#include "model/uninstallable_package.hpp"
#include "util/error.hpp"

namespace testskew::laboratory {

/// One side cannot be installed, and the other one can. The exit code is that of an environment that cannot be had.
class CannotInstall : public Error {
public:
    CannotInstall(const std::string& what, UninstallablePackage found)
        : Error(what, ExitCode::environment), refused(std::move(found)) {}
    UninstallablePackage refused;
};

/// Installs the requirements of a side on an interpreter. Throws BuildError if that fails.
using TryInstall = std::function<void(const Interpreter& interpreter)>;

/// What stands in the way of the one side that cannot be installed.
struct InstallFailure {
    std::string side, other;
    Interpreter interpreter, other_interpreter;
    environment::BuildFailure failure;
    TryInstall this_side, other_side;  ///< the requirements of the side that fails, and of the other one
};

/// Finds out by trial whether the interpreter decides, and which later release can be installed.
UninstallablePackage look_into(const InstallFailure& failure, const environment::BuildOptions& options);

/// The version in "`numpy==1.23.5`" of a reason; "" if the reason names none.
std::string version_named(const std::string& reason, const std::string& package);

}  // namespace testskew::laboratory
