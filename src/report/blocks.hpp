#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// Clusters of one problem that a reader takes for one failure: the same error at the same place. Their tests, requests
/// and the way in which it was hidden may differ.
struct Block {
    std::vector<const Cluster*> clusters;  ///< never empty; the largest first
    const Cluster& first() const { return *clusters.front(); }
};

/// The clusters folded to blocks, in the order of their first cluster.
std::vector<Block> blocks(const std::vector<const Cluster*>& clusters);

/// The first line of pytest's or the exception's text, without what explains it ("+ where 500 = ...").
std::string first_line(const std::string& text);

/// "webdashboard/app.py:88 in load_job", "" where no frame of the project is known.
std::string place_line(const Failure& failure);

}  // namespace testskew::report
