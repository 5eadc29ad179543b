#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// Clusters of one problem that look like one failure to a reader: they have the same error at the same place. Their
/// tests, their requests and the way in which the failure was hidden may differ.
struct Block {
    std::vector<const Cluster*> clusters;  ///< never empty; the largest first
    const Cluster& first() const { return *clusters.front(); }
};

/// The clusters grouped into blocks. The blocks are in the order of their first clusters.
std::vector<Block> blocks(const std::vector<const Cluster*>& clusters);

/// The first line of the text of pytest or of the exception. The lines that explain it ("+ where 500 = ...") are left
/// out.
std::string first_line(const std::string& text);

/// How an exception belongs to the one before it, as a report begins its line: "caused by "; "" for the first one.
std::string link_words(const std::string& link);

/// The place of a failure: "webdashboard/app.py:88 in load_job". It is empty if no frame of the project is known.
std::string place_line(const Failure& failure);

}  // namespace testskew::report
