#include "cluster/workers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace testskew::cluster {

using nlohmann::json;

int Kind::slots() const {
    int sum = 0;
    for (const auto& worker : workers) sum += worker.threads;
    return sum;
}

json facts_document(const Worker& facts) {
    return {{"version", facts.version},     {"os", facts.os}, {"cpu", facts.cpu},
            {"workspace", facts.workspace}, {"uv", facts.uv}, {"interpreters", facts.interpreters}};
}

void read_facts(const json& document, Worker& worker) try {
    if (worker.host.empty()) worker.host = document.value("host", "");
    worker.problem = document.value("problem", "");
    if (!worker.problem.empty()) return;
    worker.version = document.at("version");
    if (worker.version != version()) return;  // another version may say the rest in another way
    worker.os = document.at("os");
    worker.cpu = document.at("cpu");
    worker.workspace = document.at("workspace");
    worker.uv = document.at("uv");
    worker.interpreters = document.at("interpreters").get<std::vector<Interpreter>>();
} catch (const json::exception&) {
    worker.problem = "what it says of itself cannot be read";
}

const Interpreter* like(const Interpreter& wanted, const std::vector<Interpreter>& interpreters) {
    const Interpreter* found = nullptr;
    for (const auto& one : interpreters) {
        const bool same = one.version == wanted.version && one.implementation == wanted.implementation &&
                          one.free_threaded == wanted.free_threaded && one.debug == wanted.debug;
        if (same && (!found || (one.build == wanted.build && found->build != wanted.build))) found = &one;
    }
    return found;
}

std::string why_not(const Worker& worker, const std::vector<Interpreter>& wanted) {
    if (!worker.problem.empty()) return worker.problem;
    if (worker.version != version())
        return fmt::format("it has testskew {}, and this is {}", worker.version, version());
    if (worker.uv.empty()) return "it has no uv: install it there, or set UV to its path";
    std::vector<std::string> missing;
    for (const auto& one : wanted) {
        const std::string name = one.version + (one.free_threaded ? "t" : "");
        if (!like(one, worker.interpreters) && std::find(missing.begin(), missing.end(), name) == missing.end())
            missing.push_back(name);
    }
    if (missing.empty()) return "";
    return fmt::format("it has no Python {}: `uv python install {}` there", join(missing, ", "), join(missing, " "));
}

Kind kind_of(const Worker& worker, const std::vector<Interpreter>& wanted) {
    Kind kind;
    std::string libc, builds;
    for (const auto& one : wanted) {
        const Interpreter& own = *like(one, worker.interpreters);
        libc = own.libc;
        builds += fmt::format("\n{} {} {}", own.version, own.build, own.libc);
    }
    kind.name = fmt::format("{}, {}, {}, {}", worker.os, libc, worker.cpu, worker.workspace);
    kind.key = kind.name + builds;
    return kind;
}

Kinds kinds_of(const std::vector<Worker>& workers, const std::vector<Interpreter>& wanted) {
    Kinds result;
    for (const auto& worker : workers) {
        if (std::string reason = why_not(worker, wanted); !reason.empty()) {
            result.left_out.push_back({worker.host, std::move(reason)});
            continue;
        }
        Kind kind = kind_of(worker, wanted);
        auto known = std::find_if(result.kinds.begin(), result.kinds.end(),
                                  [&](const Kind& other) { return other.key == kind.key; });
        if (known == result.kinds.end()) known = result.kinds.insert(result.kinds.end(), std::move(kind));
        known->workers.push_back(worker);
    }
    // Of two that are as large the order is the same in each run, so that a later command takes the same one.
    std::sort(result.kinds.begin(), result.kinds.end(), [](const Kind& a, const Kind& b) {
        return a.slots() != b.slots() ? a.slots() > b.slots() : a.key < b.key;
    });
    return result;
}

std::vector<std::string> left_out_lines(const std::vector<LeftOut>& left_out) {
    std::vector<std::string> lines, reasons;
    for (const auto& one : left_out) {
        if (std::find(reasons.begin(), reasons.end(), one.reason) != reasons.end()) continue;
        reasons.push_back(one.reason);
        std::vector<std::string> workers;
        for (const auto& other : left_out)
            if (other.reason == one.reason && std::find(workers.begin(), workers.end(), other.worker) == workers.end())
                workers.push_back(other.worker);
        lines.push_back(fmt::format("{} is left out: {}", printable(join(workers, ", ")), printable(one.reason)));
    }
    return lines;
}

bool is_private(const std::string& scheduler, const std::vector<Worker>& workers) {
    const auto stays = [](std::string_view address) {
        return address.starts_with("tcp://127.") || address.starts_with("tcp://[::1]:") ||
               address.starts_with("tcp://localhost:") || address.starts_with("tls://") ||
               address.starts_with("inproc://");
    };
    return (scheduler.empty() || stays(scheduler)) &&
           std::all_of(workers.begin(), workers.end(), [&](const Worker& worker) { return stays(worker.address); });
}

}  // namespace testskew::cluster
