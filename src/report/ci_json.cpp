#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "report/ci_text.hpp"
#include "report/ci_words.hpp"
#include "util/version.hpp"

namespace testskew::report {

namespace {

using Json = nlohmann::ordered_json;

Json leg_list(const CiReport& report, const std::vector<std::size_t>& legs) {
    Json list = Json::array();
    for (const std::size_t leg : legs) list.push_back(report.legs.at(leg).name);
    return list;
}

Json problem_json(const CiReport& report, const CiProblem& one) {
    const Anchor at = anchor(report, one);
    const std::string digest = one.problem.clusters.front()->fingerprint.digest;
    const auto found = report.seen.find(digest);
    const CiSeen seen = found == report.seen.end() ? CiSeen{} : found->second;
    Json separations = Json::array();
    for (const CiSeparation& each : seen.separations)
        separations.push_back({{"factor", to_string(each.factor)},
                               {"name", each.name},
                               {"failing", each.failing},
                               {"passing", each.passing}});
    return {{"legs", leg_list(report, one.legs)},
            {"passes_in", leg_list(report, seen.passing)},
            {"separated_by", separations},
            {"told_in", report.legs.at(one.in->bad).name},
            {"problem", one.problem.number},
            {"fingerprint", digest},
            {"tests", one.problem.tests()},
            {"error", error_line(one.error())},
            {"path", at.path},
            {"line", at.line},
            {"verdict", one.cause() ? Json(to_string(one.cause()->verdict)) : Json(nullptr)}};
}

}  // namespace

std::string ci_json(const CiReport& given, const Secrets& secrets) {
    const CiReport report = without_secrets(given, secrets);
    const auto problems = ci_problems(report);
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
                               {"bad_session", one.bad_session},
                               {"good", one.good ? Json(report.legs.at(*one.good).name) : Json(nullptr)},
                               {"good_session", one.good ? Json(one.good_session) : Json(nullptr)},
                               {"also_pass", leg_list(report, one.further)},
                               {"why", compared_words(report, one)},
                               {"not_attributed", one.not_attributed},
                               {"report", Json::parse(json(one.report, secrets))}});
    for (const CiProblem& one : problems) told.push_back(problem_json(report, one));
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
