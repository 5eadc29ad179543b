#include "laboratory/kept_environments.hpp"

#include <fmt/core.h>

#include "environment/failure.hpp"
#include "environment/hold.hpp"
#include "environment/resolve.hpp"
#include "interpreter/interpreter.hpp"

namespace testskew::laboratory {
namespace {

/// A text that identifies what an environment is built from.
std::string wanted_of(const sides::Side& side) {
    std::string text = fmt::format("{} {}\n", side.interpreter.executable, side.copy);
    for (const auto& [name, package] : side.resolution.packages)
        text += fmt::format("{} {} {}\n", name, package.version, package.requirement);
    return text;
}

}  // namespace

environment::BuildOptions KeptEnvironments::trial(std::chrono::milliseconds limit) const {
    environment::BuildOptions options = options_;
    options.timeout = limit;
    options.refresh = false;
    return options;
}

Environment KeptEnvironments::build(const sides::Side& side, const environment::Progress& progress,
                                    std::chrono::milliseconds limit) {
    auto options = trial(limit);
    options.copy = side.copy;
    std::optional<Environment> base;  // any one with this interpreter will do, as vary() itself looks for the nearest
    const std::string wanted = wanted_of(side);
    const std::lock_guard turn(turn_of(wanted));
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = unbuildable_.find(wanted); known != unbuildable_.end()) throw known->second;
        for (const auto& [key, built] : built_) {
            if (built.interpreter.executable != side.interpreter.executable || built.copy != side.copy) continue;
            if (built.packages == side.resolution.packages) return built;
            base = built;
        }
    }
    const auto make = [&] {
        return base ? environment::vary(*base, side.resolution.packages, options, progress)
                    : environment::build(side.interpreter, side.resolution, options, progress);
    };
    try {
        Environment environment = make();
        // Something, such as a test, has changed what was kept.
        if (!environment::verify(environment)) environment = make();
        const std::lock_guard lock(mutex_);
        built_.insert_or_assign(environment.key, environment);
        return environment;
    } catch (const environment::BuildError& error) {
        const std::lock_guard lock(mutex_);
        if (!error.failure.network) unbuildable_.emplace(wanted, error);
        throw;
    }
}

void KeptEnvironments::forget(const Environment& environment) {
    const std::lock_guard lock(mutex_);
    built_.erase(environment.key);
}

std::mutex& KeptEnvironments::turn_of(const std::string& wanted) {
    const std::lock_guard lock(mutex_);
    return turns_[wanted];
}

environment::Misfit KeptEnvironments::misfit_of(const sides::Side& side, const Interpreter& to,
                                                const std::set<std::string>& asked) {
    return environment::misfit(environment_of(side), to, asked, options_);
}

std::vector<environment::Conflict> KeptEnvironments::conflicts_of(const Environment& environment) {
    {
        const std::lock_guard lock(mutex_);
        const auto known = conflicts_.find(environment.key);
        if (known != conflicts_.end()) return known->second;
    }
    auto found = environment::conflicts(environment, options_);
    const std::lock_guard lock(mutex_);
    return conflicts_.insert_or_assign(environment.key, std::move(found)).first->second;
}

std::vector<environment::CrossConflict> KeptEnvironments::conflicts_between(const sides::Side& bad,
                                                                            const sides::Side& good,
                                                                            const std::set<std::string>& names) {
    return environment::cross_conflicts(environment_of(bad), environment_of(good), names, options_);
}

std::vector<Interpreter> KeptEnvironments::interpreters() { return interpreter::find_all(); }

std::vector<std::string> KeptEnvironments::releases(const sides::Side& side, const std::string& name,
                                                    const std::string& low, const std::string& high,
                                                    std::chrono::milliseconds limit) {
    return environment::releases(name, low, high, side.interpreter, side.resolution.arguments, trial(limit));
}

bool KeptEnvironments::has_wheel(const Environment& environment, const std::string& name,
                                 std::chrono::milliseconds limit) {
    return environment::has_wheel(environment, name, trial(limit));
}

PackageSet KeptEnvironments::resolved(const sides::Side& side, const std::vector<std::string>& lines,
                                      const std::string& what, std::chrono::milliseconds limit) {
    return environment::resolve_lines(lines, side.resolution.packages, side.resolution.arguments, side.interpreter,
                                      trial(limit), what);
}

PackageSet KeptEnvironments::held(const Environment& from, const Interpreter& to, std::chrono::milliseconds limit) {
    return environment::hold(from, to, std::nullopt, trial(limit)).packages;
}

std::string KeptEnvironments::name_of(const Environment& environment) {
    const std::lock_guard lock(mutex_);
    return names_.try_emplace(environment.key, fmt::format("e{}", names_.size() + 1)).first->second;
}

}  // namespace testskew::laboratory
