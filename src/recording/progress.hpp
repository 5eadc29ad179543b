#pragma once
#include <string>
#include <string_view>
#include <unordered_set>

namespace testskew::recording {

/// How far a session is.
struct Progress {
    int selected = 0;  ///< tests to be run; 0 while it is still collecting
    int done = 0;
    int failed = 0;
    std::string running;  ///< the node id of the test that began last
};

/// Counts what a growing recording says. Bytes come as they are read, cut anywhere; of several files (xdist's workers)
/// only the controller's need to be fed, and the first worker's for the number of tests. Not thread-safe.
class ProgressReader {
public:
    /// Takes the bytes that were written since the last call. Never throws.
    void feed(std::string_view bytes);
    const Progress& progress() const { return progress_; }

private:
    void line(std::string_view text);
    std::string rest_;
    bool skipping_ = false;
    bool selected_by_worker_ = false;
    std::unordered_set<std::string> failed_;
    std::string worker_;
    Progress progress_;
};

}  // namespace testskew::recording
