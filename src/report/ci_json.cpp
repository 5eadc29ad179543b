#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "report/ci_text.hpp"
#include "report/ci_words.hpp"
#include "util/version.hpp"

namespace testskew::report {

std::string ci_json(const CiReport& given, const Secrets& secrets) {
    using Json = nlohmann::ordered_json;
    const CiReport report = without_secrets(given, secrets);
    const auto problems = ci_problems(report);
    const auto names = [&](const std::vector<std::size_t>& indices) {
        Json list = Json::array();
        for (const std::size_t index : indices) list.push_back(report.legs.at(index).name);
        return list;
    };
    Json legs = Json::array(), comparisons = Json::array(), told = Json::array();
    for (const CiLeg& leg : report.legs) {
        Json outcomes = Json::object();
        for (const auto& [outcome, count] : leg.outcomes) outcomes[to_string(outcome)] = count;
        legs.push_back({{"name", leg.name},
                        {"file", leg.file},
                        {"state", state_word(leg)},
                        {"python", leg.python},
                        {"system", leg.system},
                        {"outcomes", outcomes},
                        {"seconds", leg.seconds},
                        {"why", leg.why}});
    }
    for (const CiComparison& one : report.comparisons)
        comparisons.push_back({{"bad", report.legs.at(one.bad).name},
                               {"good", one.good ? Json(report.legs.at(*one.good).name) : Json(nullptr)},
                               {"also_pass", names(one.further)},
                               {"why", compared_words(report, one)},
                               {"not_attributed", one.not_attributed},
                               {"report", Json::parse(json(one.report, secrets))}});
    for (const CiProblem& one : problems) {
        const Anchor at = anchor(report, one);
        told.push_back({{"legs", names(one.legs)},
                        {"told_in", report.legs.at(one.in->bad).name},
                        {"problem", one.problem.number},
                        {"fingerprint", one.problem.clusters.front()->fingerprint.digest},
                        {"tests", one.problem.tests()},
                        {"error", error_line(one.error())},
                        {"path", at.path},
                        {"line", at.line},
                        {"verdict", one.cause() ? Json(to_string(one.cause()->verdict)) : Json(nullptr)}});
    }
    Json document = {{"schema", 1},
                     {"tool", {{"name", "testskew"}, {"version", version()}}},
                     {"exit_code", static_cast<int>(report.exit_code)},
                     {"summary", ci_headline(report, problems)},
                     {"legs", legs},
                     {"problems", told},
                     {"comparisons", comparisons},
                     {"notes", report.notes}};
    hide_secrets(document, secrets);
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace testskew::report
