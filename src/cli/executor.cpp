#include "cli/executor.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "compare/compare.hpp"
#include "environment/failure.hpp"
#include "interpreter/interpreter.hpp"
#include "investigation/failing_tests.hpp"
#include "model/json.hpp"
#include "util/error.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

environment::BuildOptions options_of_client(const Options& options) {
    environment::BuildOptions result;
    result.offline = options.offline;
    return result;
}

std::string python_of_client(const std::string& version) {
    try {
        return interpreter::find(version, "/").interpreter.executable;
    } catch (const Error&) {  // uv may have it, or get it
        return "";
    }
}

}  // namespace

RemoteSessions::RemoteSessions(const Options& options, const std::string& executor, Status& status)
    : options_(options),
      status_(status),
      cluster_(cluster::read_executor(executor), options_of_client(options), python_of_client, status) {}

void RemoteSessions::attach(laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                            const std::vector<std::string>& used_before) {
    if (!copies_) {
        status_.begin("cluster", "cluster", "connect to " + cluster_.name());
        cluster_.connect();
        if (!cluster_.is_private())
            check_secrets(sides,
                          fmt::format("what is sent to {} is not encrypted: use dask+tls://, or take it out of the "
                                      "profile",
                                      cluster_.name()));
        auto [kinds, left_out] = cluster_.kinds({sides.bad.interpreter, sides.good.interpreter});
        for (const auto& line : cluster::left_out_lines(left_out)) status_.note(line);
        others_ = std::move(kinds);
        if (used_before.empty()) {
            used_.assign(others_.begin(), others_.begin() + 1);
            others_.erase(others_.begin());
        } else {
            const auto unused = std::stable_partition(others_.begin(), others_.end(), [&](const cluster::Kind& kind) {
                return std::count(used_before.begin(), used_before.end(), short_hash(kind.key)) > 0;
            });
            used_.assign(others_.begin(), unused);
            others_.clear();  // With them the base pair was not run.
            if (used_.empty())
                throw Error(fmt::format("no worker of {} is like those that the run had: start again with testskew run",
                                        cluster_.name()),
                            ExitCode::environment);
        }
        send_files(laboratory);
    }
    use(laboratory, used_);
    status_.end("cluster", fmt::format("{} at a time on {}: {}", count_of(laboratory.options().jobs, "session"),
                                       cluster_.name(), used_.front().name));
}

void RemoteSessions::send_files(const laboratory::Laboratory& laboratory) {
    // A copy stays as it is while the user goes on to edit, and has a repository of its own, as any workspace.
    copies_ = std::make_unique<workspace::Workspaces>(laboratory.project(), workspace::Mode::copy);
    cluster_.send_files(copies_->make({}));
}

void RemoteSessions::use(laboratory::Laboratory& laboratory, std::vector<cluster::Kind> kinds) {
    used_ = std::move(kinds);
    cluster_.admit(used_);
    int slots = 0;
    std::set<std::string> hosts;
    for (const auto& kind : used_) {
        slots += kind.slots();
        for (const auto& worker : kind.workers) hosts.insert(worker.host);
    }
    laboratory.send_to(cluster_, options_.jobs_given ? std::min(options_.jobs, slots) : slots,
                       static_cast<int>(hosts.size()));
}

void RemoteSessions::compare_kinds(laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                                   const investigation::Base& base) {
    auto agreeing = used_;
    for (auto& kind : std::exchange(others_, {})) {
        use(laboratory, {kind});
        const auto outcomes = laboratory.run(investigation::whole_on_both(sides, Phase::base), 2);
        std::string reason;
        for (const auto& [outcome, side, recording] :
             {std::tuple(&outcomes[0], &sides.bad, &base.bad), std::tuple(&outcomes[1], &sides.good, &base.good)}) {
            if (!reason.empty()) continue;
            reason = outcome->usable() ? disagreement(*recording, *outcome->recording) : outcome->fault;
            if (!reason.empty()) reason = fmt::format("{}: {}", side->name, reason);
        }
        std::vector<std::string> hosts;
        for (const auto& worker : kind.workers)
            if (std::find(hosts.begin(), hosts.end(), worker.host) == hosts.end()) hosts.push_back(worker.host);
        if (reason.empty())
            agreeing.push_back(std::move(kind));
        else
            status_.note(printable(fmt::format("{} is left out, as it disagrees with the other workers ({}): {}",
                                               join(hosts, ", "), kind.name, reason)));
    }
    use(laboratory, std::move(agreeing));
}

std::vector<std::string> RemoteSessions::used() const {
    std::vector<std::string> names;
    for (const auto& kind : used_) names.push_back(short_hash(kind.key));
    return names;
}

std::unique_ptr<RemoteSessions> remote_sessions(const Options& options, const std::string& executor, Status& status) {
    return executor.empty() ? nullptr : std::make_unique<RemoteSessions>(options, executor, status);
}

std::string executor_of_run(const Options& options, const RunRequest& request) {
    if (!options.executor.empty() && request.executor.empty())
        throw Error(
            "the sessions of this run were on this machine, and those of other machines cannot be compared with them: "
            "start again with testskew run");
    return options.executor.empty() ? request.executor : options.executor;
}

void check_secrets(const sides::SidePair& sides, const std::string& where) {
    for (const auto* side : {&sides.bad, &sides.good})
        if (const std::string secret = secret_of(*side); !secret.empty())
            throw Error(fmt::format("{}: {} is a secret, and {}", side->name, secret, where));
}

std::string secret_of(const sides::Side& side) {
    for (const auto& [name, value] : side.environ) {
        const bool in_url = environment::without_credentials(value) != value;
        if (!value.empty() && (secret_name(name) || in_url)) return name;
    }
    const auto of_options = secret_options(side.selection.options);
    if (!of_options.empty()) return of_options.begin()->first;
    for (const auto& argv : side.setup)
        if (const auto of_setup = secret_options(argv); !of_setup.empty()) return of_setup.begin()->first;
    for (const auto& word : side.resolution.arguments)
        if (environment::without_credentials(word) != word) return "the address of a package index";
    for (const auto& [name, package] : side.resolution.packages)
        if (environment::without_credentials(package.requirement) != package.requirement)
            return fmt::format("the address of {}", name);
    return "";
}

std::string disagreement(const Recording& one, const Recording& other) {
    const Comparison comparison = compare::compare(one, other);
    for (const Cluster& cluster : comparison.clusters)
        if (cluster.kind != ClusterKind::common && !cluster.tests.empty())
            return fmt::format("{} does not come to the same", cluster.tests.front().id);
    for (const ClusterTest& test : comparison.other_differences)
        return fmt::format("{} is {} and {}", test.id, to_string(test.bad), to_string(test.good));
    if (comparison.new_outcomes > 0) return "not the same tests ran";
    return "";
}

}  // namespace testskew::cli
