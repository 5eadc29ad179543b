#pragma once
#include <optional>
#include <string>
#include <vector>

#include "report/evidence.hpp"
#include "report/facts.hpp"

namespace testskew::report {

/// A failure that shows only after the one before it is repaired, as a reader sees it.
struct HiddenLayer {
    std::string name;                    ///< as `testskew rerun` takes it: "1b" is the first one behind problem 1
    std::vector<Factor> factors;         ///< what it follows
    std::optional<VerdictKind> verdict;  ///< nullopt if it is not known of this failure alone
    const Failure* failure = nullptr;    ///< nullptr if no recording has it
    std::string cause;                   ///< what it follows, in one sentence
    std::vector<std::string> lines;      ///< what is known of that: the explanation
    std::vector<Evidence> evidence;
    /// " in 6 of 73 tests" if only some of the problem's tests have it; else "".
    std::string among;
};

/// The failures behind the one of a problem whose cause was looked into, outermost first.
std::vector<HiddenLayer> hidden_layers(const Report& report, const Problem& problem);

}  // namespace testskew::report
