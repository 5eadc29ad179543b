#pragma once
#include <string>
#include <vector>

#include "model/report.hpp"

namespace testskew::report {

/// A remark on one side, or on both if it is true of both.
struct SideRemark {
    std::string who, text;  ///< who: the name of the side, or "ci and local"
    bool warning = false;   ///< it is not as it was asked for
};

/// What there is to say of the sides besides their versions and outcomes. With `verbose` nothing is left out.
std::vector<SideRemark> side_remarks(const Report& report, bool verbose);

/// The sentence above the failures of a kind that is no problem to be attributed: common, reverse or one-sided ones.
std::string section_title(const Report& report, ClusterKind kind);

}  // namespace testskew::report
