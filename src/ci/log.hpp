#pragma once
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ci/job.hpp"

namespace testskew::ci {

/// What the log of one job says of the run of its tests.
struct LogFacts {
    std::optional<Provider> provider;
    Said python;  ///< with its patch release
    std::string interpreter, pytest_version, rootdir, date;
    std::vector<std::string> plugins;
    std::string script;  ///< the commands of the step in which pytest ran
    Origin script_origin;
    std::map<std::string, CiVariable> environ;  ///< of that step, without what setup-python sets
    std::vector<Requirement> packages;          ///< "name==version"
    bool packages_complete = false;
    std::vector<std::string> failing;  ///< ids of tests
    std::vector<std::string> notes;
    bool session = false;      ///< pytest started
    bool through_tox = false;  ///< tox started it, and filters its environ
    bool cut = false;          ///< the log ends before pytest's last line
    long lines = 0;
};

/// Reads a log line by line: GitHub's web page, `gh run view --log` and the downloaded form, GitLab, CircleCI, Azure,
/// or pytest's output alone. `label` names it in origins. Of several jobs or sessions the first with failing tests
/// counts.
LogFacts read_log(std::istream& log, const std::string& label);

/// The leg that a log shows. With the files of the project at hand, what its commands start is followed there.
Leg leg_of_log(const LogFacts& facts, const Tree& tree, const std::string& label);

/// Lays what a log says over what the files say: the log has seen the run.
void lay_over(const LogFacts& facts, const Leg& of_log, Leg& leg);

/// The facts of a log as JSON.
nlohmann::ordered_json log_json(const LogFacts& facts, const Leg& leg);

}  // namespace testskew::ci
