#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "attribute/engine.hpp"
#include "attribute/needs.hpp"
#include "runner/session_runner.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// Which deltas need which other ones, as the metadata of the packages declare it and as failed builds have shown it.
class DeltaRequirements {
public:
    DeltaRequirements() = default;
    /// Finds out what the packages of each side need, as their metadata declare it, on the other side's interpreter.
    DeltaRequirements(runner::SessionRunner& runner, const sides::SidePair& sides, const sides::Factors& factors);

    /// What the metadata declare, for the engine's question.
    const std::vector<attribute::Requirement>& declared() const { return declared_; }

    /// Remembers the requirement that a failed build named.
    void learn(const attribute::Requirement& requirement) { needs_.add(requirement); }

    /// The broken constraint of a built set of packages that this experiment itself caused; nullopt if there is none.
    std::optional<attribute::Requirement> violated(const attribute::Experiment& experiment,
                                                   const std::vector<environment::Conflict>& conflicts) const;

    /// The requirement that a session shows which pytest ended because it does not know an option: the option needs the
    /// package that brings it, if only one can be that. nullopt if it needs nothing that is known.
    std::optional<attribute::Requirement> of_option(const attribute::Experiment& experiment,
                                                    const std::string& usage_error) const;

    /// The requirement that the packages named by a failed build speak of; nullopt if they speak of none.
    std::optional<attribute::Requirement> named_by(const attribute::Experiment& experiment,
                                                   const environment::BuildFailure& failure) const;

private:
    /// What the interpreters of the sides keep packages from, and what they need in addition.
    void declare_of_interpreters(runner::SessionRunner& runner, const sides::Factors& factors,
                                 const std::set<std::string>& names);
    /// pytest-randomly draws the order of the tests unless it has a seed, so it needs the seed that its side gives it:
    /// without, each session would be another one.
    void declare_of_seeds();
    /// What the packages need of each other.
    void declare_of_packages(runner::SessionRunner& runner, const sides::Factors& factors,
                             const std::set<std::string>& names);
    /// True if a side itself breaks this constraint, so that it keeps no mixture from being built.
    bool is_accepted(const std::string& package, const std::string& needs) const;
    std::optional<size_t> package_delta(const std::string& name) const;
    std::optional<attribute::Requirement> requirement(const attribute::Experiment& experiment,
                                                      const std::string& package, const std::string& needs) const;
    /// True if a declared constraint would weld the interpreter to packages that can do without it. The constraint is
    /// then ignored, and the result of the session counts.
    bool welds_interpreter(const attribute::Requirement& requirement) const;

    size_t count_ = 0;                              ///< of the deltas
    std::optional<size_t> interpreter_;             ///< the delta of the interpreter
    std::map<std::string, size_t> packages_;        ///< the delta of each distribution
    std::vector<sides::SwapDelta> deltas_;          ///< all of them
    std::vector<attribute::Requirement> declared_;  ///< what is known before the first build
    attribute::Needs needs_;                        ///< what is known or was learned so far
    std::vector<environment::Conflict> accepted_;   ///< conflicts that a side itself has, so they break nothing
};

}  // namespace testskew::investigation
