#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cluster/client.hpp"
#include "cluster/executor.hpp"
#include "cluster/workers.hpp"
#include "environment/options.hpp"
#include "runner/elsewhere.hpp"
#include "workspace/workspace.hpp"

namespace testskew::cluster {

/// The workers of a Dask cluster, on which sessions run. A client in Python (src/cluster/dask_client) connects to it.
class Cluster : public runner::Elsewhere {
public:
    /// Finds an interpreter of a minor version ("3.12"); "" if there is none.
    using FindPython = std::function<std::string(const std::string& version)>;

    /// Starts the client and does not wait for it. `options` are those of uv, which runs the client; `status` is told
    /// what workers do, and must outlive this object. `find_python` is asked if the scheduler has another Python than
    /// the client; uv looks for it if that finds none.
    Cluster(Executor executor, environment::BuildOptions options, FindPython find_python, Status& status);
    ~Cluster() override;

    /// Waits until the workers have said what they are. Throws Error (exit code 4) if there is no such scheduler, or if
    /// it has no workers.
    void connect();

    /// Puts the workers into kinds by what sessions of these interpreters need. Throws Error (exit code 4) with the
    /// reasons if no worker can run them. Call it after connect().
    Kinds kinds(const std::vector<Interpreter>& wanted);

    /// Sends these files of the project to each worker that is admitted from now on. `files` is kept until the end, as
    /// workers may come later.
    void send_files(workspace::Workspace files);

    /// From now on sessions run on the workers of these kinds, and of no others, also on those that come later.
    void admit(const std::vector<Kind>& kinds);

    std::optional<runner::SessionAnswerData> run(const runner::SessionRequestData& request, Status& status,
                                                 const std::string& status_key) override;

    std::string lost() override;

    /// True if what is sent stays on this machine or is encrypted (is_private()). Call it after connect().
    bool is_private();

    /// The name of the cluster for messages: "tcp://10.0.0.7:8786", "the local Dask cluster".
    std::string name() const;

private:
    struct Waiting {  ///< a session that was sent
        std::string status_key;
        Status* status;
        std::optional<nlohmann::json> answer;
    };

    void start();
    void told(const nlohmann::json& event);
    void told_of_worker(const nlohmann::json& event);
    void told_of_session(const std::string& what, const nlohmann::json& event);
    void ended(const process::Exit& exit);
    std::string host_of(const std::string& address);
    std::vector<Worker> known_workers() const;
    void admit_one(const Worker& worker);

    Executor executor_;
    environment::BuildOptions options_;
    FindPython find_python_;
    Status& status_;
    std::string python_ = ">=3.10", distributed_ = "distributed";  ///< what the client runs with

    std::mutex mutex_;
    std::condition_variable changed_;
    bool ready_ = false;
    bool matched_ = false;                    ///< the client was started again with what the scheduler has
    std::optional<nlohmann::json> versions_;  ///< of the scheduler and the client, if they differ
    std::string failed_;                      ///< why there is no connection, or none any more
    std::map<std::string, Worker> workers_;
    std::vector<Interpreter> wanted_;
    std::set<std::string> admitted_;  ///< keys of kinds
    std::set<std::string> sent_to_;   ///< addresses of workers that were admitted
    std::map<std::string, Waiting> waiting_;
    long sessions_ = 0;

    workspace::Workspace files_;
    std::unique_ptr<Client> client_;
};

}  // namespace testskew::cluster
