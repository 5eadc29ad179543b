#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "model/report.hpp"
#include "util/secrets.hpp"

namespace testskew::cli {

/// What the user asked for. It is enough to set up the same two sides again.
struct RunRequest {
    std::optional<std::string> bad, good;
    std::vector<std::string> targets, pytest_args;
    std::map<std::string, std::vector<std::string>> changes, bad_changes, good_changes;  ///< Options::changes
    ServerExceptions server_exceptions = ServerExceptions::attach;
    std::string workspace;  ///< the mode that the run had: "overlay" or "copy"
    bool sandbox = false;   ///< Options::sandbox
    std::string key;        ///< the key of the digests of environ values
    std::string project;    ///< an absolute path
    std::string directory;  ///< the folder in which testskew was started; paths of profiles are relative to it
    bool strict = false;
    double timeout = 0;  ///< Options::timeout
    /// How many of the report's sessions, counted from the first, were run to compare.
    int compared_sessions = 0;
    std::string extra_bad, extra_good;          ///< recordings of the tests that this side had not collected
    std::string recording_bad, recording_good;  ///< recordings of the base sessions
    std::string executor;                       ///< Options::executor
    std::vector<std::string> kinds;             ///< of workers that its sessions were sent to (RemoteSessions::used)
    std::string machine;                        ///< on which the base pair was run: machine_name()
    std::string files;  ///< what KeptFiles::keep() called the state of the files; "" if not kept
};

/// Writes `run.json` atomically: the request, and the report so far without `secrets`. The request is not changed, as
/// the two sides could not be set up again otherwise.
void save_run(const std::filesystem::path& folder, const RunRequest& request, const Report& report,
              const Secrets& secrets);

/// What load_run() reads of an earlier run.
struct SavedRun {
    std::filesystem::path folder;
    RunRequest request;
    Report report;
};

/// Reads a run's state. Throws Error (exit code 2) if the run did not get that far, or if its file is damaged or was
/// written by a newer or older testskew.
SavedRun load_run(const std::filesystem::path& folder);

/// The packages of a run with what its file does not hold: the name and the password in an address, which are those of
/// the same package as it was prepared now.
PackageSet packages_of_run(PackageSet saved, const PackageSet& prepared);

/// Throws Error (exit code 2) if the run is one of another project than that of `root`.
void require_project(const SavedRun& saved, const std::filesystem::path& root);

}  // namespace testskew::cli
