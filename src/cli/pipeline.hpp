#pragma once
#include <chrono>
#include <filesystem>

#include "cli/options.hpp"
#include "cli/run_state.hpp"
#include "investigation/base.hpp"
#include "laboratory/laboratory.hpp"
#include "profile/profile.hpp"
#include "util/error.hpp"

/// What `run`, `attribute`, `record` and `rerun` have in common.
namespace testskew::cli {

/// The laboratory's options from the command line, with the secrets of testskew's own environ.
laboratory::LaboratoryOptions laboratory_options(const Options& options);

/// The same for sessions that stand beside those of an earlier run: with its key, how it looked for the exceptions of
/// servers, its sandbox, and its kind of workspaces unless the command line asks for one. Throws Error (exit code 2) if
/// the command line asks for a sandbox that the run did not have, but for `rerun`, which compares nothing.
laboratory::LaboratoryOptions options_of_run(const Options& options, const RunRequest& request);

/// The two profiles of a request, found in the same way as the command that began the run found them.
ProfilePair profiles_of(const RunRequest& request);

/// Prepares the sides of an earlier run again, with exactly the packages that the run had.
sides::SidePair prepare_again(laboratory::Laboratory& laboratory, const SavedRun& saved);

/// The report of what is known so far.
Report report_of(laboratory::Laboratory& laboratory, const ProfilePair& profiles, const sides::SidePair& sides,
                 const investigation::Base& base, const RunRequest& request, double seconds);

/// Writes report.json into the run folder and prints the report: only the JSON with `--json -`, else the text. Neither
/// shows any of the secrets.
void publish(const Options& options, const std::filesystem::path& run_folder, const Report& report,
             const Secrets& secrets);

/// Measures the seconds since it was made, for the times that a report shows.
class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Calls `work`. What an Error that leaves it says is for people, so that the secrets are taken out: those that
/// `secrets` gives by then.
template <class GetSecrets, class Work>
ExitCode hiding(GetSecrets secrets, Work work) {
    try {
        return work();
    } catch (const Error& error) {
        throw Error(secrets().hide(error.what()), error.code);
    }
}

/// The same with the secrets that the laboratory knows by then.
template <class Work>
ExitCode hiding(const laboratory::Laboratory& laboratory, Work work) {
    return hiding([&]() -> const Secrets& { return laboratory.options().secrets; }, work);
}

}  // namespace testskew::cli
