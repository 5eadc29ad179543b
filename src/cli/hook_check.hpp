#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/deadline.hpp"
#include "cli/hook_place.hpp"
#include "cli/options.hpp"
#include "hook/known_good.hpp"
#include "hook/last.hpp"
#include "hook/repository.hpp"
#include "hook/result.hpp"
#include "status/status.hpp"

namespace testskew::cli {

/// What is to be checked.
struct CommitRequest {
    hook::PushedRef ref;
    hook::Commit commit;
    std::vector<std::string> changed;             ///< paths relative to the top of the work tree
    std::vector<std::string> failed;              ///< ids of tests that failed last
    std::map<std::string, double> whole_seconds;  ///< hook::Last::whole_seconds
    std::string budget;                           ///< for people: "60 s"
};

/// What came of it.
struct CommitAnswer {
    hook::CommitCheck check;
    std::string good_side;  ///< the profile that the failing one was or can be compared with; "" if there is none
    hook::Good good;        ///< what the tests depended on, if all passed
};

/// Runs the tests of a commit in a checkout of its own: first those that failed last or that reach what was changed,
/// then all. Neither the work tree nor the repository of the user is touched. Throws Error if nothing could be run, and
/// Interrupted.
CommitAnswer check_commit(const HookPlace& place, const Options& options, const CommitRequest& request,
                          const Deadline& deadline, Status& status);

}  // namespace testskew::cli
