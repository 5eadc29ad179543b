#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "report/facts.hpp"
#include "report/json_parts.hpp"
#include "report/matrix.hpp"
#include "report/matrix_words.hpp"
#include "util/version.hpp"

namespace testskew::report {
namespace {

const char* word_of(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::is: return "is";
        case ConditionKind::is_not: return "is not";
        case ConditionKind::at_least: return "at least";
        case ConditionKind::below: return "below";
        case ConditionKind::present: return "present";
        case ConditionKind::absent: return "absent";
        case ConditionKind::later: return "later";
        case ConditionKind::earlier: return "earlier";
    }
    return "";
}

const char* word_of(DescribedAs as) {
    switch (as) {
        case DescribedAs::exact: return "exact";
        case DescribedAs::either: return "either";
        case DescribedAs::near: return "near";
        case DescribedAs::nowhere: return "none";
        case DescribedAs::everywhere: return "everywhere";
        case DescribedAs::unsteady: return "flaky";
        case DescribedAs::aside: return "aside";
    }
    return "";
}

const char* word_of(LegResult result) {
    switch (result) {
        case LegResult::fails: return "fails";
        case LegResult::passes: return "passes";
        case LegResult::other: return "fails otherwise";
        case LegResult::nothing: return "did not run";
        case LegResult::flaky: return "flaky";
    }
    return "";
}

const char* word_of(LegUse use) {
    return use == LegUse::evidence ? "evidence" : use == LegUse::other_commit ? "other commit" : "no tests";
}

OrderedJson condition_json(const MatrixCondition& one) {
    OrderedJson result = {
        {"factor", to_string(one.factor)}, {"name", one.name}, {"is", word_of(one.kind)}, {"value", one.value}};
    if (!one.as_in.empty()) result["as_in"] = one.as_in;
    return result;
}

OrderedJson leg_names(const MatrixReport& report, const std::vector<std::size_t>& legs) {
    OrderedJson list = OrderedJson::array();
    for (const std::size_t leg : legs) list.push_back(report.legs[leg].name);
    return list;
}

OrderedJson description_json(const MatrixDescription& one) {
    OrderedJson any = OrderedJson::array();
    for (const Conjunction& all : one.any) {
        OrderedJson conditions = OrderedJson::array();
        for (const MatrixCondition& condition : all) conditions.push_back(condition_json(condition));
        any.push_back(conditions);
    }
    return {{"words", description_words(one)}, {"any", any}};
}

OrderedJson leg_json(const MatrixReport& report, const MatrixLeg& leg) {
    OrderedJson values = OrderedJson::array(), outcomes = OrderedJson::object();
    for (std::size_t i = 0; i < report.columns.size(); ++i)
        if (leg.values[i])
            values.push_back({{"factor", to_string(report.columns[i].factor)},
                              {"name", report.columns[i].name},
                              {"value", *leg.values[i]}});
    for (const auto& [outcome, count] : leg.counts) outcomes[to_string(outcome)] = count;
    return {{"name", leg.name},
            {"files", leg.files},
            {"commit", leg.commit},
            {"use", word_of(leg.use)},
            {"group", group_words(report.groups[leg.group])},
            {"recordings", leg.runs},
            {"outcomes", outcomes},
            {"values", values}};
}

OrderedJson rate_json(const MatrixRate& one) {
    return {{"condition", condition_json(one.condition)},
            {"failed_with", one.failed_with},
            {"recordings_with", one.runs_with},
            {"failed_without", one.failed_without},
            {"recordings_without", one.runs_without},
            {"p", one.p},
            {"corrected", one.corrected},
            {"tried", one.tried},
            {"follows", one.follows()}};
}

OrderedJson cluster_json(const MatrixReport& report, const MatrixCluster& one) {
    OrderedJson cells = OrderedJson::object(), descriptions = OrderedJson::array();
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
        const MatrixCell& cell = one.cells[i];
        cells[report.legs[i].name] = {{"result", word_of(cell.result)},
                                      {"failed", cell.failed},
                                      {"ran", cell.ran},
                                      {"recordings_failed", cell.runs_failed},
                                      {"recordings_ran", cell.runs_ran}};
        if (cell.result == LegResult::flaky)
            cells[report.legs[i].name]["rate_interval"] = {cell.rate_low, cell.rate_high};
    }
    for (const MatrixDescription& each : one.descriptions) descriptions.push_back(description_json(each));
    OrderedJson telling = nullptr;
    if (one.telling) {
        OrderedJson changed = OrderedJson::array();
        for (const MatrixCondition& each : one.telling->changed) changed.push_back(condition_json(each));
        telling = {{"like", report.legs[one.telling->like].name},
                   {"changed", changed},
                   {"fails_by", one.telling->fails},
                   {"passes_by", one.telling->passes}};
    }
    OrderedJson nearest = nullptr;
    if (one.nearest)
        nearest = {{"bad", report.legs[one.nearest->bad].name},
                   {"good", report.legs[one.nearest->good].name},
                   {"bad_file", report.legs[one.nearest->bad].files.front()},
                   {"good_file", report.legs[one.nearest->good].files.front()},
                   {"differences", one.nearest->differences}};
    return {{"number", one.number},
            {"fingerprint", one.fingerprint.digest},
            {"error", error_line(one.error)},
            {"path", one.error.path},
            {"line", one.error.line},
            {"tests", one.tests},
            {"fails_on", leg_names(report, one.failing)},
            {"passes_on", leg_names(report, one.passing)},
            {"described", word_of(one.described)},
            {"tested", false},
            {"relation", not_tested},
            {"sentence", legs_sentence(report, one)},
            {"greedy", one.greedy},
            {"descriptions", descriptions},
            {"more_descriptions", one.more},
            {"holds_also_on", leg_names(report, one.wrongly)},
            {"would_tell_apart", telling},
            {"nearest_pair", nearest},
            {"rate", one.rate ? rate_json(*one.rate) : OrderedJson(nullptr)},
            {"legs", cells}};
}

}  // namespace

std::string matrix_json(const MatrixReport& given, const Secrets& secrets) {
    const MatrixReport report = without_secrets(given, secrets);
    OrderedJson legs = OrderedJson::array(), failures = OrderedJson::array();
    for (const MatrixLeg& leg : report.legs) legs.push_back(leg_json(report, leg));
    for (const MatrixCluster& one : report.clusters) failures.push_back(cluster_json(report, one));
    OrderedJson document = {{"schema", 1},
                            {"tool", {{"name", "testskew"}, {"version", version()}}},
                            {"kind", "matrix"},
                            {"exit_code", static_cast<int>(report.exit_code)},
                            {"summary", matrix_headline(report)},
                            {"commit", report.commit},
                            {"recordings", report.recordings},
                            {"tests", report.tests},
                            {"legs", legs},
                            {"missing_legs", report.missing},
                            {"failures", failures},
                            {"new_outcomes", report.new_outcomes},
                            {"notes", matrix_notes(report)}};
    hide_secrets(document, secrets);
    return document.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace testskew::report
