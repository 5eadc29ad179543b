#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::divergence {

/// The warnings that each test gave in the sessions of two sides. A warning leaves no frame where the runs could part,
/// so it is compared by itself: by category, message (but for its numbers) and file, not by line.
class Warnings {
public:
    /// Traced sessions see those too that a test caught (`recwarn`, `pytest.warns`). `bad_again` and `good_again` are
    /// second sessions of the sides, nullptr where there are none; `passing` the tests that passed on both sides. The
    /// recordings must outlive this.
    Warnings(const Recording& bad, const Recording& good, const Recording* bad_again, const Recording* good_again,
             const std::vector<std::string>& passing);

    /// Adds the warnings that a test gives on one side, in both of its sessions, and on the other in none. What is
    /// one-sided in passing tests as well is left out, unless the failure speaks of warnings.
    void add_to(Cluster& cluster, const std::string& test) const;

private:
    using Keys = std::map<std::string, const WarningRecord*>;
    /// `traced`: the sessions saw warnings as they were given; pytest may report one in other words (a category with
    /// its own __str__), so one kind is enough.
    static std::map<std::string, Keys> by_test(const Recording* recording, bool traced);
    const Keys& of(const std::map<std::string, Keys>& session, const std::string& test) const;

    std::map<std::string, Keys> bad_, good_, bad_again_, good_again_;
    bool repeated_bad_, repeated_good_;
    std::set<std::string> background_;  ///< one-sided in passing tests
};

}  // namespace testskew::divergence
