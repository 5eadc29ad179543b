#include "investigation/log.hpp"

#include <fmt/core.h>

#include <fstream>

#include "model/json_fields.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/version.hpp"

using nlohmann::json;

namespace testskew::attribute {

/// A set of deltas is written as a text with one digit for each delta: "010" has the second of three.
void to_json(json& value, const Bits& bits) {
    std::string text;
    for (size_t i = 0; i < bits.size(); ++i) text += bits.test(i) ? '1' : '0';
    value = text;
}
void from_json(const json& value, Bits& bits) {
    const auto text = value.get<std::string>();
    bits = Bits(text.size());
    for (size_t i = 0; i < text.size(); ++i) bits.set(i, text[i] == '1');
}

TESTSKEW_JSON(Requirement, delta, side, needs)
TESTSKEW_JSON(ClusterObservation, cluster, result, identity, tests)
TESTSKEW_JSON(Observation, built, violated, actual, as_planned, results)
TESTSKEW_JSON(Experiment, id, bad, phase, alone, all_tests, clusters, predicted, round, index, batch, slot, reason,
              copy)

/// The observation is written among the fields of its experiment.
void to_json(json& value, const LogEntry& entry) {
    value = entry.experiment;
    value["observation"] = entry.observation;
}
void from_json(const json& value, LogEntry& entry) {
    value.get_to(entry.experiment);
    value.at("observation").get_to(entry.observation);
}

}  // namespace testskew::attribute

namespace testskew::investigation {

TESTSKEW_JSON(LoggedSession, entry, session)

namespace {

std::string strategy() { return fmt::format("{} {}", version(), attribute::strategy); }

void append_line(const std::filesystem::path& path, const json& line) {
    std::ofstream file(path, std::ios::app);
    file << line.dump(-1, ' ', false, json::error_handler_t::replace) << '\n' << std::flush;
    if (!file) throw Error(fmt::format("cannot write {}: is the disk full?", path.string()), ExitCode::environment);
}

}  // namespace

InvestigationLog open_log(const std::filesystem::path& path, const std::string& question) {
    InvestigationLog log;
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
            const json line = json::parse(text.substr(known + 1, end - known - 1));
            if (line.contains("suspicions"))
                log.suspicions = line.at("suspicions").get<std::vector<Suspicion>>();
            else
                log.sessions.push_back(line.get<LoggedSession>());
        } catch (const std::exception&) {
            break;  // nothing was written after a line that was cut off
        }
    }
    if (known + 1 < text.size()) write_file(path, text.substr(0, known + 1), 0600);
    return log;
}

void append_suspicions(const std::filesystem::path& path, const std::vector<Suspicion>& suspicions) {
    append_line(path, json{{"suspicions", suspicions}});
}

void append_log(const std::filesystem::path& path, const LoggedSession& entry) { append_line(path, json(entry)); }

}  // namespace testskew::investigation
