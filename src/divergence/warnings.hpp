#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::divergence {

/// The warnings that each test gave in the sessions of two sides. A warning leaves no frame in which the runs could
/// differ, so warnings are compared by themselves: by category, message (without its numbers) and file, but not by
/// line.
class Warnings {
public:
    /// Traced sessions also see the warnings that a test caught (`recwarn`, `pytest.warns`). `bad_again` and
    /// `good_again` are second sessions of the sides; nullptr if there are none. `passing` are the tests that passed on
    /// both sides. The recordings must outlive this.
    Warnings(const Recording& bad, const Recording& good, const Recording* bad_again, const Recording* good_again,
             const std::vector<std::string>& passing);

    /// Adds the warnings that a test gives in both sessions of one side and in no session of the other. Warnings that
    /// passing tests give on one side only are left out, unless the failure speaks of warnings.
    void add_to(Cluster& cluster, const std::string& test) const;

private:
    using Keys = std::map<std::string, const WarningRecord*>;
    /// With `traced`, takes the warnings that a traced session recorded at the moment when they were given, otherwise
    /// those that pytest reported. Both may contain the same warning in different words (a category with its own
    /// __str__), so only one of the two is used.
    static std::map<std::string, Keys> by_test(const Recording* recording, bool traced);
    const Keys& of(const std::map<std::string, Keys>& session, const std::string& test) const;

    std::map<std::string, Keys> bad_, good_, bad_again_, good_again_;
    bool repeated_bad_, repeated_good_;
    std::set<std::string> background_;  ///< one-sided in passing tests
};

}  // namespace testskew::divergence
