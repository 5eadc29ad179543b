#include "cluster/cluster.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "embedded/dask_client.hpp"
#include "environment/failure.hpp"
#include "environment/uv.hpp"
#include "process/interruption.hpp"
#include "process/program.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cluster {

using nlohmann::json;

namespace {

constexpr std::chrono::milliseconds look_again(100);  // how soon an interruption is seen
constexpr std::chrono::minutes longest_start(10);     // uv may have to get what the client needs

[[noreturn]] void fail(const std::string& message) { throw Error(message, ExitCode::environment); }

/// The line of what a child printed that says what went wrong: uv's error, which warnings may follow, else the last.
std::string last_line(const std::string& text) {
    const auto lines = split(trim(text), '\n');
    const auto error = std::find_if(lines.begin(), lines.end(),
                                    [](const std::string& line) { return trim(line).starts_with("error: "); });
    return printable(environment::without_credentials(trim(error == lines.end() ? lines.back() : *error)));
}

/// The files of the client as one script, which ends with the one that runs it.
std::string client_script() {
    std::string script, last;
    for (const auto& [name, content] : embedded::dask_client())
        (name == "client.py" ? last : script) += std::string(content) + "\n";
    return script + last;
}

}  // namespace

Cluster::Cluster(Executor executor, environment::BuildOptions options, FindPython find_python, Status& status)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      find_python_(std::move(find_python)),
      status_(status) {
    options_.project.clear();  // the project's settings for uv are not those of the client
    options_.entrance = {};
    start();
}

Cluster::~Cluster() { client_.reset(); }

void Cluster::start() {
    process::Command command;
    command.argv = {environment::find_uv(options_).string(),
                    "run",
                    "--quiet",
                    "--no-project",
                    "--python",
                    python_,
                    "--with",
                    distributed_};
    if (options_.offline) command.argv.push_back("--offline");
    command.argv.push_back("python");
    command.environ = environment::environ_for_uv(options_);
    command.directory = "/";
    client_ = std::make_unique<Client>(
        std::move(command), "client.py", client_script(), [this](const json& event) { told(event); },
        [this](const process::Exit& exit) { ended(exit); });
    std::error_code ignored;
    client_->send({{"address", executor_.address},
                   {"local", executor_.local},
                   // The workers of other machines have a testskew of their own.
                   {"program", executor_.local ? fs::canonical(process::own_program(), ignored).string() : ""}});
}

std::string Cluster::name() const { return executor_.local ? "the local Dask cluster" : executor_.address; }

void Cluster::connect() {
    const auto begin = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    while (!ready_) {
        process::check_interrupted();
        if (std::chrono::steady_clock::now() - begin > longest_start)
            fail(fmt::format("{} does not say what workers it has", name()));
        if (versions_) {
            const json scheduler = versions_->at("scheduler"), own = versions_->at("own");
            const std::string has = fmt::format("distributed {} on Python {}", scheduler.value("distributed", ""),
                                                scheduler.value("python", ""));
            if (matched_)
                fail(fmt::format("{} has {}, and the client could only be had with distributed {} on Python {}", name(),
                                 has, own.value("distributed", ""), own.value("python", "")));
            matched_ = true;
            versions_.reset();
            python_ = scheduler.value("python", "");
            if (const std::string found = find_python_(python_); !found.empty()) python_ = found;
            distributed_ = "distributed==" + scheduler.value("distributed", "");
            lock.unlock();
            client_.reset();
            lock.lock();
            failed_.clear();
            start();
        }
        if (!failed_.empty()) fail(failed_);
        changed_.wait_for(lock, look_again);
    }
    if (workers_.empty()) fail(fmt::format("{} has no workers: start some", name()));
}

Kinds Cluster::kinds(const std::vector<Interpreter>& wanted) {
    const std::lock_guard lock(mutex_);
    wanted_ = wanted;
    Kinds kinds = kinds_of(known_workers(), wanted);
    if (kinds.kinds.empty())
        fail(fmt::format("no worker of {} can run the sessions: {}", name(),
                         join(left_out_lines(kinds.left_out), "; ")));
    return kinds;
}

void Cluster::send_files(workspace::Workspace files) {
    files_ = std::move(files);
    const std::string top = files_.layer.filename().string();
    client_->send({{"do", "tree"}, {"folder", files_.layer.string()}, {"name", top}});
}

void Cluster::admit(const std::vector<Kind>& kinds) {
    const std::lock_guard lock(mutex_);
    admitted_.clear();
    for (const auto& kind : kinds) admitted_.insert(kind.key);
    for (const auto& [address, worker] : workers_)
        if (why_not(worker, wanted_).empty()) admit_one(worker);
}

/// Lets the client send the files to a worker, if it is of an admitted kind.
void Cluster::admit_one(const Worker& worker) {
    const std::string key = kind_of(worker, wanted_).key;
    if (!admitted_.count(key) || !sent_to_.insert(worker.address).second) return;
    client_->send({{"do", "admit"}, {"address", worker.address}, {"kind", key}});
}

std::optional<runner::SessionAnswerData> Cluster::run(const runner::SessionRequestData& request, Status& status,
                                                      const std::string& status_key) {
    std::unique_lock lock(mutex_);
    const std::string id = fmt::format("{}-{}", request.id, ++sessions_);
    waiting_[id] = {status_key, &status, std::nullopt};
    client_->send({{"do", "run"},
                   {"id", id},
                   {"request", runner::to_data(request)},
                   {"kinds", admitted_},
                   {"alone", runner::runs_alone(request.spec)}});
    while (!waiting_.at(id).answer) {
        if (process::interrupted() || !failed_.empty()) {
            waiting_.erase(id);
            process::check_interrupted();
            throw Interrupted("interrupted: " + failed_);
        }
        changed_.wait_for(lock, look_again);
    }
    const json event = std::move(*waiting_.at(id).answer);
    waiting_.erase(id);
    lock.unlock();
    runner::SessionAnswerData result;
    if (event.contains("fault")) {
        result.outcome.fault = fmt::format("has no result: {}", printable(event.at("fault").get<std::string>()));
        return result;
    }
    try {
        return runner::answer_from(json::parse(event.at("answer").get_ref<const std::string&>()));
    } catch (const json::exception&) {
        result.outcome.fault = "has no result: what came back cannot be read";
        return result;
    }
}

std::string Cluster::lost() {
    const std::lock_guard lock(mutex_);
    return failed_;
}

bool Cluster::is_private() {
    const std::lock_guard lock(mutex_);
    return cluster::is_private(executor_.address, known_workers());
}

std::vector<Worker> Cluster::known_workers() const {
    std::vector<Worker> workers;
    for (const auto& [address, worker] : workers_) workers.push_back(worker);
    return workers;
}

std::string Cluster::host_of(const std::string& address) {
    const auto known = workers_.find(address);
    return printable(known == workers_.end() ? address : known->second.host);
}

void Cluster::told(const json& event) {
    const std::lock_guard lock(mutex_);
    const std::string what = event.value("event", "");
    if (what == "ready") ready_ = true;
    if (what == "versions") versions_ = event;
    if (what == "failed")
        failed_ = fmt::format("cannot connect to {}: {}", name(), printable(event.value("message", "")));
    if (what == "lost") failed_ = fmt::format("{} does not answer any more", name());
    if (what == "worker" || what == "gone" || what == "refused") told_of_worker(event);
    if (what == "answer" || what == "at" || what == "again") told_of_session(what, event);
    changed_.notify_all();
}

void Cluster::told_of_worker(const json& event) {
    const std::string what = event.at("event"), address = event.value("address", "");
    if (what != "worker") {
        status_.note(what == "gone"
                         ? fmt::format("the worker {} is gone", host_of(address))
                         : fmt::format("{} is left out: {}", host_of(address), printable(event.value("message", ""))));
        sent_to_.erase(address);
        workers_.erase(address);
        return;
    }
    Worker worker;
    worker.address = address;
    worker.threads = event.at("facts").value("threads", 1);
    read_facts(event.at("facts"), worker);
    if (worker.host.empty()) worker.host = address;
    workers_[address] = worker;
    if (admitted_.empty()) return;  // it is looked at with the others
    const std::string reason = why_not(worker, wanted_);
    if (reason.empty())
        admit_one(worker);
    else
        status_.note(left_out_lines({{worker.host, reason}}).front());
}

void Cluster::told_of_session(const std::string& what, const json& event) {
    const auto waiting = waiting_.find(event.value("id", ""));
    if (waiting == waiting_.end()) return;
    auto& [key, status, answer] = waiting->second;
    const std::string host = event.contains("address") && event["address"].is_string()
                                 ? host_of(event["address"].get<std::string>())
                                 : "a worker";
    if (what == "answer")
        answer = event;
    else if (what == "at")
        status->update(key, "on " + host);
    else
        status->note(fmt::format("session {} gave no result on {} and is run again: {}", key, host,
                                 printable(event.value("message", ""))));
}

void Cluster::ended(const process::Exit& exit) {
    const std::lock_guard lock(mutex_);
    if (failed_.empty() && !versions_)
        failed_ = ready_ ? fmt::format("the client of {} has ended: {}", name(), last_line(exit.err))
                         : fmt::format("the client of Dask could not be started: {}",
                                       exit.start_error.empty() ? last_line(exit.err) : exit.start_error);
    changed_.notify_all();
}

}  // namespace testskew::cluster
