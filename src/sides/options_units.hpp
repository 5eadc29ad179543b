#pragma once
#include <string>
#include <vector>

namespace testskew::sides {

/// One option of a pytest command line with its value: ["-m", "integration"], ["--cov=src"], ["-x"].
using OptionUnit = std::vector<std::string>;

/// The units of an option list. A word that does not begin with a dash belongs to the option before it (the list holds
/// no targets).
std::vector<OptionUnit> option_units(const std::vector<std::string>& options);

/// A difference between two option lists: the unit of each side, empty if the side does not have it. Units that both
/// sides have are no difference. The others are paired by the option's name ("-n 2" with "-n 4"), or by their
/// plugin ("--randomly-seed=1" with "-p no:randomly"), so that a pair is swapped as one.
struct OptionDifference {
    OptionUnit bad, good;
    std::string name() const;  ///< "-n", "-m integration", "randomly"
};
std::vector<OptionDifference> option_differences(const std::vector<std::string>& bad,
                                                 const std::vector<std::string>& good);

/// The option list of a hybrid. `take_good[i]` says which side's unit of difference i it has. If all are false it is
/// `bad`, and if all are true `good`.
std::vector<std::string> mixed_options(const std::vector<std::string>& bad, const std::vector<std::string>& good,
                                       const std::vector<OptionDifference>& differences,
                                       const std::vector<bool>& take_good);

}  // namespace testskew::sides
