#include "investigation/log.hpp"

#include <fmt/core.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "model/json.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/version.hpp"

namespace testskew::investigation {
namespace {

using attribute::Bits;
using attribute::LogEntry;
using nlohmann::json;

std::string strategy() { return fmt::format("{} {}", version(), attribute::strategy); }

std::string write(const Bits& bits) {
    std::string text;
    for (size_t i = 0; i < bits.size(); ++i) text += bits.test(i) ? '1' : '0';
    return text;
}

Bits read_bits(const std::string& text) {
    Bits bits(text.size());
    for (size_t i = 0; i < text.size(); ++i) bits.set(i, text[i] == '1');
    return bits;
}

CellResult result_from(const std::string& text) {
    const auto result = cell_result_of(text.at(0));
    if (!result) throw std::out_of_range("no result: " + text);
    return *result;
}

json write(const LogEntry& entry) {
    const auto& e = entry.experiment;
    const auto& o = entry.observation;
    json predicted = json::array(), results = json::array();
    for (const auto& [cluster, result] : e.predicted) predicted.push_back({cluster, to_string(result)});
    for (const auto& r : o.results)
        results.push_back(
            {{"cluster", r.cluster}, {"result", to_string(r.result)}, {"identity", r.identity}, {"tests", r.tests}});
    json observation = {{"built", o.built}, {"as_planned", o.as_planned}, {"results", results}};
    if (o.violated)
        observation["violated"] = {o.violated->delta, static_cast<int>(o.violated->side), o.violated->needs};
    if (o.actual) observation["actual"] = write(*o.actual);
    return {{"id", e.id},
            {"bad", write(e.bad)},
            {"phase", to_string(e.phase)},
            {"alone", e.alone},
            {"all_tests", e.all_tests},
            {"clusters", e.clusters},
            {"predicted", predicted},
            {"round", e.round},
            {"index", e.index},
            {"batch", e.batch},
            {"slot", e.slot},
            {"reason", e.reason},
            {"copy", e.copy},
            {"observation", observation}};
}

LogEntry read_entry(const json& j) {
    LogEntry entry;
    auto& e = entry.experiment;
    j.at("id").get_to(e.id);
    e.bad = read_bits(j.at("bad").get<std::string>());
    e.phase = from_string<Phase>(j.at("phase").get<std::string>());
    j.at("alone").get_to(e.alone);
    j.at("all_tests").get_to(e.all_tests);
    j.at("clusters").get_to(e.clusters);
    for (const auto& p : j.at("predicted"))
        e.predicted.emplace_back(p.at(0).get<int>(), result_from(p.at(1).get<std::string>()));
    j.at("round").get_to(e.round);
    j.at("index").get_to(e.index);
    j.at("batch").get_to(e.batch);
    j.at("slot").get_to(e.slot);
    j.at("reason").get_to(e.reason);
    e.copy = j.value("copy", 0);
    const json& saved = j.at("observation");
    auto& o = entry.observation;
    saved.at("built").get_to(o.built);
    saved.at("as_planned").get_to(o.as_planned);
    for (const auto& r : saved.at("results"))
        o.results.push_back({r.at("cluster").get<int>(), result_from(r.at("result").get<std::string>()),
                             r.at("identity").get<std::string>(), r.at("tests").get<std::string>()});
    if (saved.contains("violated")) {
        const auto& v = saved["violated"];
        o.violated = {v.at(0).get<int>(), static_cast<SideName>(v.at(1).get<int>()), v.at(2).get<int>()};
    }
    if (saved.contains("actual")) o.actual = read_bits(saved["actual"].get<std::string>());
    return entry;
}

}  // namespace

std::vector<LoggedSession> open_log(const std::filesystem::path& path, const std::string& question) {
    std::vector<LoggedSession> log;
    const std::string text = read_file(path).value_or("");
    size_t known = text.find('\n');
    if (known == std::string::npos) {
        write_file(path, json{{"question", question}, {"strategy", strategy()}}.dump() + "\n", 0600);
        return log;
    }
    const json first = json::parse(text.substr(0, known), nullptr, false);
    if (!first.is_object() || first.value("question", "") != question)
        throw Error("profiles, packages or files are not those of that run any more: start again with testskew run");
    if (first.value("strategy", "") != strategy())
        throw Error(
            "that run was begun by another version of testskew, which plans its experiments otherwise: start again "
            "with testskew run");
    for (size_t end; (end = text.find('\n', known + 1)) != std::string::npos; known = end) {
        try {
            const json j = json::parse(text.substr(known + 1, end - known - 1));
            log.push_back({read_entry(j.at("entry")), j.at("session").get<SessionSummary>()});
        } catch (const std::exception&) {
            break;  // what comes after a line that was cut was never known
        }
    }
    if (known + 1 < text.size()) write_file(path, text.substr(0, known + 1), 0600);
    return log;
}

void append_log(const std::filesystem::path& path, const LoggedSession& entry) {
    std::ofstream file(path, std::ios::app);
    file << json{{"entry", write(entry.entry)}, {"session", entry.session}}.dump(-1, ' ', false,
                                                                                 json::error_handler_t::replace)
         << '\n'
         << std::flush;
    if (!file) throw Error(fmt::format("cannot write {}: is the disk full?", path.string()), ExitCode::environment);
}

}  // namespace testskew::investigation
