#pragma once
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "environment/build.hpp"
#include "environment/failure.hpp"
#include "runner/environments.hpp"

namespace testskew::laboratory {

/// The real environments of one run: uv builds them in the cache, and each is built once. All calls are thread-safe.
class KeptEnvironments : public runner::Environments {
public:
    /// `options` hold for every call. Their `refresh` counts only when a side itself is resolved.
    explicit KeptEnvironments(environment::BuildOptions options) : options_(std::move(options)) {}

    using runner::Environments::environment_of;
    Environment environment_of(const sides::Side& side, std::chrono::milliseconds limit) override {
        return build(side, {}, limit);
    }
    /// Like environment_of(), and reports its progress.
    Environment build(const sides::Side& side, const environment::Progress& progress,
                      std::chrono::milliseconds limit = {});

    environment::Misfit misfit_of(const sides::Side& side, const Interpreter& to,
                                  const std::set<std::string>& asked) override;
    std::vector<environment::Conflict> conflicts_of(const Environment& environment) override;
    std::vector<environment::CrossConflict> conflicts_between(const sides::Side& bad, const sides::Side& good,
                                                              const std::set<std::string>& names) override;
    std::vector<Interpreter> interpreters() override;
    std::vector<std::string> releases(const sides::Side& side, const std::string& name, const std::string& low,
                                      const std::string& high, std::chrono::milliseconds limit) override;
    bool has_wheel(const Environment& environment, const std::string& name, std::chrono::milliseconds limit) override;
    PackageSet resolved(const sides::Side& side, const std::vector<std::string>& lines, const std::string& what,
                        std::chrono::milliseconds limit) override;
    PackageSet held(const Environment& from, const Interpreter& to, std::chrono::milliseconds limit) override;

    /// Lets an environment be built again that something has changed.
    void forget(const Environment& environment);

    /// The short name of an environment in the report: "e1" is the first one that was named.
    std::string name_of(const Environment& environment);

    const environment::BuildOptions& options() const { return options_; }

private:
    /// The options of a trial, in which nothing that is kept is resolved again.
    environment::BuildOptions trial(std::chrono::milliseconds limit) const;
    /// The lock for building this environment. If two sessions want the same one, only one of them builds it.
    std::mutex& turn_of(const std::string& wanted);

    const environment::BuildOptions options_;
    std::mutex mutex_;
    std::map<std::string, std::string> names_;                             ///< key -> "e3"
    std::map<std::string, std::vector<environment::Conflict>> conflicts_;  ///< by key
    /// By key; a new environment is made from the nearest of them.
    std::map<std::string, Environment> built_;
    std::map<std::string, std::mutex> turns_;  ///< by interpreter and packages
    /// By interpreter and packages; they are not tried twice.
    std::map<std::string, environment::BuildError> unbuildable_;
};

}  // namespace testskew::laboratory
