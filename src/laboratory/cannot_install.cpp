#include "laboratory/cannot_install.hpp"

#include <algorithm>

#include "environment/compile.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::laboratory {
namespace {

using Trial = InstallTrial;

/// Tries to install on the interpreter. If that fails, `failure` says why.
Trial tried(const TryInstall& install, const Interpreter& interpreter, environment::BuildFailure& failure) {
    try {
        install(interpreter);
        return Trial::installs;
    } catch (const environment::BuildError& error) {
        failure = error.failure;
        return error.failure.network || error.failure.timed_out ? Trial::untried : Trial::fails;
    }
}

/// The first release after `version` that has a wheel for the interpreter; "" if none is found.
std::string first_release(const std::string& package, const std::string& version, const Interpreter& interpreter,
                          const environment::BuildOptions& options) {
    if (version.empty()) return {};
    environment::CompileRequest request;
    request.flat.lines = {package + ">" + version};
    request.dependencies = false;
    request.arguments = {"--only-binary", package, "--resolution", "lowest"};
    request.what = package;
    try {
        const auto compiled =
            environment::compile(request, interpreter, options.project.empty() ? "/" : options.project, options);
        const auto found = compiled.packages.find(package);
        return found == compiled.packages.end() ? "" : found->second.version;
    } catch (const environment::BuildError&) {
        return {};
    }
}

}  // namespace

std::string version_named(const std::string& reason, const std::string& package) {
    for (size_t at = 0; (at = reason.find("==", at)) != std::string::npos; at += 2) {
        const size_t start = reason.find_last_of(" `(", at) + 1;
        if (normalized_name(reason.substr(start, at - start)) != package) continue;
        const size_t end = reason.find_first_of(" `),;", at);
        std::string version = reason.substr(at + 2, end == std::string::npos ? end : end - at - 2);
        while (version.ends_with('.')) version.pop_back();
        return version;
    }
    return {};
}

UninstallablePackage look_into(const InstallFailure& failure, const environment::BuildOptions& options) {
    UninstallablePackage refused;
    refused.side = failure.side;
    refused.other = failure.other;
    refused.python = failure.interpreter.version;
    refused.other_python = failure.other_interpreter.version;
    refused.reason = failure.failure.reason;
    refused.contradiction = failure.failure.contradiction;
    for (const auto& name : failure.failure.packages) {
        refused.package = name;
        refused.version = version_named(refused.reason, name);
        if (!refused.version.empty()) break;
    }
    if (refused.version.empty() && !failure.failure.packages.empty())
        refused.package = failure.failure.packages.front();
    if (refused.python != refused.other_python) {
        environment::BuildFailure other;
        refused.repair = tried(failure.this_side, failure.other_interpreter, other);
        const Trial induce = tried(failure.other_side, failure.interpreter, other);
        const bool same =
            std::find(other.packages.begin(), other.packages.end(), refused.package) != other.packages.end();
        refused.induce = induce == Trial::fails && !same ? Trial::untried : induce;
    }
    // A later release mends no contradiction.
    if (!refused.contradiction)
        refused.first_release = first_release(refused.package, refused.version, failure.interpreter, options);
    return refused;
}

}  // namespace testskew::laboratory
