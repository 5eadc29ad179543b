#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/run_state.hpp"
#include "cluster/cluster.hpp"
#include "investigation/base.hpp"
#include "laboratory/laboratory.hpp"
#include "sides/side.hpp"

/// Sessions on other machines (--executor).
namespace testskew::cli {

/// The cluster of a run whose sessions are sent to one.
class RemoteSessions {
public:
    /// Begins to connect, and does not wait for it. `status` must outlive this object.
    RemoteSessions(const Options& options, const std::string& executor, Status& status);

    /// From now on the sessions of the laboratory run on the workers: on the kind of workers with the most slots, or on
    /// those kinds that an earlier part of the run had used. The sides are prepared. This object must outlive the
    /// laboratory. Throws Error (exit code 4) if no worker can run them, and Error (2) if a secret would be sent in
    /// clear.
    void attach(laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                const std::vector<std::string>& used_before);

    /// Runs the base pair on each other kind of workers. Those on which the same tests fail in the same way get
    /// sessions from now on; the others are left out, and the status says why.
    void compare_kinds(laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                       const investigation::Base& base);

    /// The kinds of workers that sessions are sent to, as run.json keeps them.
    std::vector<std::string> used() const;

private:
    void send_files(const laboratory::Laboratory& laboratory);
    void use(laboratory::Laboratory& laboratory, std::vector<cluster::Kind> kinds);

    const Options& options_;
    Status& status_;
    cluster::Cluster cluster_;
    std::unique_ptr<workspace::Workspaces> copies_;
    std::vector<cluster::Kind> used_, others_;
};

/// The cluster that the options ask for; nullptr if they ask for none.
std::unique_ptr<RemoteSessions> remote_sessions(const Options& options, const std::string& executor, Status& status);

/// What --executor is for a run that goes on. Throws Error (exit code 2) if its sessions were run on this machine and
/// the options ask for others, as the two could not be compared.
std::string executor_of_run(const Options& options, const RunRequest& request);

/// Throws Error (exit code 2) if a side has a secret, which `where` would show: "what is sent to ... is not encrypted".
void check_secrets(const sides::SidePair& sides, const std::string& where);

/// What would be sent in clear, as people know it: a variable, an option, the address of a package index; "" for
/// nothing.
std::string secret_of(const sides::Side& side);

/// In what two recordings of one side differ that were made on different machines; "" if the same tests came to the
/// same, and failed in the same way.
std::string disagreement(const Recording& one, const Recording& other);

}  // namespace testskew::cli
