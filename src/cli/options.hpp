#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/enums.hpp"
#include "util/error.hpp"

namespace testskew::cli {

/// What the command line says of the pre-push hook.
struct HookOptions {
    std::string remote, url;  ///< what git gives to the hook
    std::string existing;     ///< the hook that was there before testskew's
    std::string project;      ///< a folder relative to the top of the work tree
    double budget = 0;        ///< seconds; 0: not given
};

/// Everything that the command line says, with its defaults.
struct Options {
    std::string command;  ///< "run", "record", "profiles list", ...

    /// Each is a profile: a name, a TOML file, a version, or the path of an interpreter.
    std::optional<std::string> bad, good;
    std::vector<std::string> targets;
    std::vector<std::string> pytest_args;    ///< the arguments after --
    std::vector<std::string> behind_dashes;  ///< names of options among them that testskew has, too: {"--bad"}
    /// What the command line changes of both sides or of one: {"with": {"click<8.2"}} (profile::Changes).
    std::map<std::string, std::vector<std::string>> changes, bad_changes, good_changes;
    std::string profile;                       ///< for record and profiles show
    std::string run;                           ///< the id of an earlier run; "" for the latest one
    std::vector<std::string> recordings;       ///< for compare and ci
    std::vector<std::string> good_recordings;  ///< ci --good
    std::string plan;                          ///< compare --plan: a file that names the legs
    std::vector<std::string> profiles;         ///< for plan and hook run
    std::vector<std::string> also;             ///< verify --also
    bool docker = false;                       ///< repro --docker
    bool undo = true;                          ///< verify --no-undo
    int looks = 0;                             ///< verify --repeats; 0: as many as the rate of a flaky failure asks for
    std::string github_output;                 ///< plan --github-output
    bool next = false;                         ///< plan --next: `profiles` is the run, if any
    bool ahead = false;                        ///< plan --ahead
    int most = 0;                              ///< plan --most; 0: as many as before, or 32
    bool exit_code = false;                    ///< ci --exit-code
    std::vector<std::string> rerun;            ///< for rerun: [RUN] PROBLEM
    std::string output;                        ///< record, ci, report and compare: -o
    bool here = false;                         ///< record --here: the command in `pytest_args`, in place
    std::vector<std::string> values;           ///< record --values: variables whose values may be recorded
    std::vector<std::string> formats;          ///< for report --format
    std::string name;                          ///< for api
    std::string source, log, junit;            ///< for init: a workflow or a log, and files
    std::vector<std::string> leg;              ///< init --leg
    bool force = false;                        ///< init --force, hook install --force
    std::string shell;                         ///< for completion
    HookOptions hook;

    int jobs = 2;
    bool jobs_given = false;  ///< the command line names the number of jobs
    std::string executor;     ///< where sessions run (cluster::read_executor); "" for this machine
    std::string request;      ///< session: what is asked for
    bool facts = false;       ///< session --facts
    double budget = 0;        ///< minutes; 0: the larger of 10 minutes and 10 times the base pair
    double timeout = 0;  ///< seconds a session; 0: 1800 for base sessions, 5 times that session and 30 s for hybrids
    int repeats = 5;
    bool quick = false;
    bool attribute = true;
    int attribute_failure = 0;  ///< of `compare`: the number of the failure whose nearest pair is run; 0: none
    int rate_problem = 0;       ///< attribute --rate: the number of the problem; 0: none
    bool observe = true;
    bool strict = false;
    bool explain_plan = false;
    bool print_only = false;  ///< rerun --print, init --print
    bool debug = false;       ///< rerun --pdb
    bool open_shell = false;  ///< rerun --shell
    ServerExceptions server_exceptions = ServerExceptions::attach;
    std::string workspace = "auto";
    bool sandbox = false;
    std::string key;  ///< record --key: makes values comparable across machines
    bool offline = false;
    bool refresh = false;
    std::optional<std::uint64_t> cache_limit;  ///< bytes
    bool all = false;                          ///< environments prune --all
    int days = 30;                             ///< environments prune --older-than

    std::optional<std::string> json;  ///< a file, or "-" for stdout
    int verbosity = 0;                ///< -1 quiet, 0, 1 verbose
    std::string color = "auto";
};

/// Fills `options` from the command line. Returns an exit code if nothing is left to do (--help, --version). Throws
/// Error for a command line that cannot be parsed.
std::optional<ExitCode> parse(int argc, char* argv[], Options& options);

}  // namespace testskew::cli
