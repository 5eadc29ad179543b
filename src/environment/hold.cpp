#include "environment/hold.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "environment/failure.hpp"
#include "environment/requirement_line.hpp"
#include "environment/resolve.hpp"
#include "environment/uv.hpp"

namespace testskew::environment {
namespace {

/// The packages of an environment, and which of them are still held at their versions.
struct Pins {
    const Environment& from;
    std::set<std::string> free;         ///< Names that are resolved again.
    std::set<std::string> from_source;  ///< Names that have no wheel on their own interpreter either.

    std::vector<std::string> lines() const {
        std::vector<std::string> result;
        for (const auto& [name, package] : from.packages)
            result.push_back(free.count(name) ? name : line_of(name, package));
        return result;
    }
    std::vector<std::string> arguments() const {
        std::vector<std::string> result = from.install_arguments;
        for (const auto& [name, package] : from.packages)
            if (!from_source.count(name) && package.requirement.find(" @ ") == std::string::npos)
                result.insert(result.end(), {"--only-binary", name});
        return result;
    }
};

std::vector<std::string> with(std::vector<std::string> arguments, std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more);
    return arguments;
}

/// Frees the packages that a failure names, or lets them be built from source. Returns false if it names nothing that
/// is still held.
bool learn(const BuildFailure& failure, Pins& pins, const BuildOptions& options) {
    bool changed = false;
    for (const auto& name : failure.packages) {
        if (!pins.from.packages.count(name) || pins.free.count(name)) continue;
        if (failure.no_wheel_or_build && !pins.from_source.count(name) && !has_wheel(pins.from, name, options))
            pins.from_source.insert(name);
        else
            pins.free.insert(name);
        changed = true;
    }
    return changed;
}

}  // namespace

bool has_wheel(const Environment& from, const std::string& name, const BuildOptions& options) {
    try {
        resolve_lines({line_of(name, from.packages.at(name))}, {},
                      with(from.install_arguments, {"--no-deps", "--only-binary", name}), from.interpreter, options,
                      "");
        return true;
    } catch (const BuildError& error) {
        if (error.failure.network) throw;
        return false;
    }
}

Held hold(const Environment& from, const Interpreter& to, const std::optional<std::string>& as_of,
          const BuildOptions& options) {
    const std::string what =
        fmt::format("the packages of Python {} cannot be held on Python {}", from.interpreter.version, to.version);
    std::vector<std::string> until;
    if (as_of) until = {"--exclude-newer", as_of->size() == 10 ? *as_of + "T23:59:59Z" : *as_of};
    Pins pins{from, {}, {}};
    PackageSet packages;
    // At first each package is resolved by itself, to learn which versions this Python can have at all.
    while (true) {
        try {
            packages =
                resolve_lines(pins.lines(), from.packages, with(pins.arguments(), {"--no-deps"}), to, options, what);
            break;
        } catch (const BuildError& error) {
            if (error.failure.network || !learn(error.failure, pins, options)) throw;
        }
    }
    // Then they are resolved with their dependencies, to learn what else this Python needs.
    while (true) {
        try {
            auto arguments = pins.arguments();
            if (!pins.free.empty()) arguments.insert(arguments.end(), until.begin(), until.end());
            packages = resolve_lines(pins.lines(), from.packages, arguments, to, options, what);
            break;
        } catch (const BuildError& error) {
            if (error.failure.network) throw;
            // A set that does not fit together on its own interpreter either is taken as it is.
            if (pins.free.empty()) break;
            if (!learn(error.failure, pins, options)) throw;
        }
    }
    Held held;
    held.packages = packages;
    for (const auto& [name, package] : packages) {
        const auto before = from.packages.find(name);
        if (before == from.packages.end() || line_of(name, before->second) != line_of(name, package))
            held.changed.push_back(name);
        else
            held.packages[name] = before->second;
    }
    return held;
}

}  // namespace testskew::environment
