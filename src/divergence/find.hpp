#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "divergence/walk.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::divergence {

/// The traced sessions of two sides. It finds the place at which the two runs of a test diverge.
///
/// Two masks hide differences without meaning: those that also appear between two sessions of one side (under two hash
/// seeds), and those that also appear in other tests, which pass on both sides. The first difference that neither mask
/// holds is traced back, by the names that statements read, to the value that differed first. Passing tests may diverge
/// at that place as well.
class Sessions {
public:
    /// `bad_again` and `good_again` are second sessions of the sides; nullptr if there are none. `passing` are the
    /// tests that passed on both sides. The recordings must outlive this.
    Sessions(const Recording& bad, const Recording& good, const Recording* bad_again, const Recording* good_again,
             const std::vector<std::string>& passing);

    /// Where the two runs of a test diverge; nullopt if they do not, or if the test was not traced on both sides. If
    /// they diverge only where passing tests do so as well, `certain` is false.
    std::optional<Divergence> first(const std::string& test) const;

    /// What led to an exception that the bad side raised at that line of the project, and the good side did not.
    /// Returns nullopt if no such exception was seen.
    std::optional<Divergence> behind(const std::string& test, const std::string& path, int line) const;

    /// True if the test was traced on both sides.
    bool traced(const std::string& test) const { return bad_.count(test) && good_.count(test); }

private:
    Mask background(const std::string& but) const;
    Divergence told(const std::string& test, const std::vector<Difference>& all, std::size_t from) const;

    mutable Names names_;
    std::map<std::string, Tree> bad_, good_;
    Mask repeat_;
    std::map<std::string, Mask> passing_;  ///< what differs in each passing test
    std::vector<Difference> imports_;      ///< what differs before the first test
};

}  // namespace testskew::divergence
