#include "investigation/delta_requirements.hpp"

#include <algorithm>
#include <set>

namespace testskew::investigation {
namespace {

/// What a side has of a delta; nullopt if it lacks it.
const std::optional<std::string>& value_on(const sides::SwapDelta& delta, bool bad) {
    return bad ? delta.bad : delta.good;
}

}  // namespace

DeltaRequirements::DeltaRequirements(runner::SessionRunner& runner, const sides::SidePair& sides,
                                     const sides::Factors& factors)
    : count_(factors.deltas.size()), deltas_(factors.deltas), needs_(count_) {
    for (size_t i = 0; i < count_; ++i) {
        const sides::SwapDelta& delta = factors.deltas[i];
        if (delta.kind == sides::SwapDelta::Kind::interpreter) interpreter_ = i;
        if (delta.kind == sides::SwapDelta::Kind::package) packages_[delta.name] = i;
    }
    if (!packages_.empty() || interpreter_)
        for (const sides::Side* side : {&sides.bad, &sides.good}) {
            const auto found = runner.environments().conflicts_of(runner.environments().environment_of(*side));
            accepted_.insert(accepted_.end(), found.begin(), found.end());
        }
    std::set<std::string> names;
    for (const auto& [name, delta] : packages_) names.insert(name);
    if (interpreter_ && !names.empty()) declare_of_interpreters(runner, factors, names);
    if (names.size() > 1) declare_of_packages(runner, factors, names);
    declare_of_seeds();
    declared_ = needs_.requirements();
}

void DeltaRequirements::declare_of_seeds() {
    const auto plugin = package_delta("pytest-randomly");
    if (!plugin) return;
    for (size_t d = 0; d < count_; ++d) {
        const sides::SwapDelta& option = deltas_[d];
        if (option.kind != sides::SwapDelta::Kind::option || !option.name.starts_with("--randomly-seed")) continue;
        for (const SideName side : {SideName::bad, SideName::good}) {
            const bool bad = side == SideName::bad;
            if (!value_on(deltas_[*plugin], bad) || !value_on(option, bad)) continue;
            needs_.add({static_cast<int>(*plugin), side, static_cast<int>(d)});
            needs_.add({static_cast<int>(d), side, static_cast<int>(*plugin)});
        }
    }
}

void DeltaRequirements::declare_of_packages(runner::SessionRunner& runner, const sides::Factors& factors,
                                            const std::set<std::string>& names) {
    for (const auto& conflict : runner.environments().conflicts_between(factors.bad, factors.good, names)) {
        const auto package = package_delta(conflict.package), needs = package_delta(conflict.needs);
        if (!package || !needs || is_accepted(conflict.package, conflict.needs)) continue;
        const attribute::Requirement found{static_cast<int>(*package), conflict.side, static_cast<int>(*needs)};
        if (!welds_interpreter(found)) needs_.add(found);
    }
}

void DeltaRequirements::declare_of_interpreters(runner::SessionRunner& runner, const sides::Factors& factors,
                                                const std::set<std::string>& names) {
    const int interpreter = static_cast<int>(*interpreter_);
    std::vector<attribute::Requirement> of_interpreter;
    for (const bool bad : {true, false}) {
        const auto misfit = runner.environments().misfit_of(bad ? factors.bad : factors.good,
                                                            (bad ? factors.good : factors.bad).interpreter, names);
        for (const auto& name : misfit.bound)
            if (const auto delta = package_delta(name))
                needs_.add({static_cast<int>(*delta), bad ? SideName::bad : SideName::good, interpreter});
        // A package may need another one on the other interpreter only. The side with that interpreter has it
        // installed, as its declared constraints would be broken otherwise. So the interpreter of that side needs the
        // other package.
        for (const auto& conflict : misfit.conflicts) {
            // What a side breaks on its own interpreter (an option of the user may override it) says nothing of
            // another.
            if (is_accepted(conflict.package, conflict.needs)) continue;
            const auto needs = package_delta(conflict.needs);
            const bool itself_bound = package_delta(conflict.package) && misfit.bound.count(conflict.package);
            if (needs && !itself_bound && !misfit.bound.count(conflict.needs))
                of_interpreter.push_back({interpreter, bad ? SideName::good : SideName::bad, static_cast<int>(*needs)});
        }
    }
    for (const auto& requirement : of_interpreter)
        if (!welds_interpreter(requirement)) needs_.add(requirement);
}

bool DeltaRequirements::welds_interpreter(const attribute::Requirement& requirement) const {
    if (!interpreter_) return false;
    const auto reach = [&](const attribute::Needs& needs, size_t delta) {
        attribute::Bits one(count_);
        one.set(delta);
        return needs.down(one);
    };
    const auto welded = [&](const attribute::Needs& needs) {
        int count = 0;
        for (const int delta : reach(needs, *interpreter_).members())
            count += reach(needs, static_cast<size_t>(delta)).test(*interpreter_);
        return count;
    };
    attribute::Needs with = needs_;
    with.add(requirement);
    return welded(with) > welded(needs_);
}

bool DeltaRequirements::is_accepted(const std::string& package, const std::string& needs) const {
    return std::any_of(accepted_.begin(), accepted_.end(), [&](const environment::Conflict& known) {
        return known.package == package && known.needs == needs;
    });
}

std::optional<size_t> DeltaRequirements::package_delta(const std::string& name) const {
    const auto found = packages_.find(name);
    return found == packages_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<attribute::Requirement> DeltaRequirements::requirement(const attribute::Experiment& experiment,
                                                                     const std::string& package,
                                                                     const std::string& needs) const {
    // If both sides have the same version of a package, and it needs another one in only one of them, then it is the
    // interpreter that needs it.
    auto a = package_delta(package), b = package_delta(needs);
    if (!a) a = interpreter_;
    if (!b) b = interpreter_;
    if (!a || !b || a == b || experiment.bad.test(*a) == experiment.bad.test(*b)) return std::nullopt;
    return attribute::Requirement{static_cast<int>(*a), experiment.bad.test(*a) ? SideName::bad : SideName::good,
                                  static_cast<int>(*b)};
}

std::optional<attribute::Requirement> DeltaRequirements::violated(
    const attribute::Experiment& experiment, const std::vector<environment::Conflict>& conflicts) const {
    for (const auto& conflict : conflicts) {
        if (is_accepted(conflict.package, conflict.needs)) continue;
        // If the requirement has a marker with the Python version, the interpreter needs it, whichever version of the
        // package declares it.
        const bool of_python = conflict.requirement.find("python_") != std::string::npos;
        auto found = of_python ? requirement(experiment, "", conflict.needs) : std::nullopt;
        if (!found) found = requirement(experiment, conflict.package, conflict.needs);
        if (found && !welds_interpreter(*found)) return found;
    }
    return std::nullopt;
}

std::optional<attribute::Requirement> DeltaRequirements::of_option(const attribute::Experiment& experiment,
                                                                   const std::string& usage_error) const {
    const auto has = [&](size_t delta) { return value_on(deltas_[delta], experiment.bad.test(delta)).has_value(); };
    std::optional<size_t> option, package;
    for (size_t d = 0; d < count_; ++d) {
        const std::string& name = deltas_[d].name;
        const bool named = usage_error.find(name.substr(0, name.find_first_of("= "))) != std::string::npos;
        if (deltas_[d].kind == sides::SwapDelta::Kind::option && named && has(d)) option = d;
    }
    if (!option) return std::nullopt;
    const bool side = experiment.bad.test(*option);
    for (const auto& [name, d] : packages_) {
        if (!value_on(deltas_[d], side) || has(d)) continue;
        if (package) return std::nullopt;
        package = d;
    }
    if (!package) return std::nullopt;
    return attribute::Requirement{static_cast<int>(*option), side ? SideName::bad : SideName::good,
                                  static_cast<int>(*package)};
}

std::optional<attribute::Requirement> DeltaRequirements::named_by(const attribute::Experiment& experiment,
                                                                  const environment::BuildFailure& failure) const {
    for (const auto& name : failure.packages) {
        for (const auto& other : failure.packages)
            if (const auto found = name == other ? std::nullopt : requirement(experiment, name, other)) return found;
        // For example a wheel for one interpreter only.
        if (const auto found = requirement(experiment, name, "")) return found;
    }
    return std::nullopt;
}

}  // namespace testskew::investigation
