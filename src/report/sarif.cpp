#include "report/sarif.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "model/node_id.hpp"
#include "report/cause_words.hpp"
#include "report/ci_problems.hpp"
#include "report/ci_words.hpp"
#include "report/deed_words.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

using Json = nlohmann::ordered_json;

namespace testskew::report {
namespace {

constexpr std::size_t most_related = 20;  // places beside the first one; GitHub shows up to a hundred
constexpr std::size_t most_frames = 50;

/// A kind of result. Its id stays the same whatever is shown of the cause later, as GitHub tells alerts apart by it.
struct Rule {
    ClusterKind kind;
    const char *id, *title, *level;
};

constexpr Rule rules[] = {
    {ClusterKind::regression, "testskew/fails-here", "Fails in one environment and passes in another", "error"},
    {ClusterKind::common, "testskew/fails-everywhere", "Fails in both environments in the same way", "warning"},
    {ClusterKind::one_sided, "testskew/runs-here-only", "Fails in the one environment in which it runs", "warning"},
    {ClusterKind::flaky, "testskew/flaky", "Fails now and then", "note"},
};

std::size_t rule_of(ClusterKind kind) {
    for (std::size_t i = 0; i < std::size(rules); ++i)
        if (rules[i].kind == kind) return i;
    return 0;
}

/// A path as a relative reference (RFC 3986).
std::string uri(const std::string& path) {
    std::string result;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            byte < 0x80 && (std::isalnum(byte) || std::string_view("-._~/").find(c) != std::string::npos);
        result += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return result;
}

Json physical(const Anchor& at, const std::string& source = {}) {
    Json region = {{"startLine", std::max(at.line, 1)}};
    if (!source.empty()) region["snippet"] = {{"text", printable(source)}};
    return {{"artifactLocation", {{"uri", uri(at.path)}}}, {"region", region}};
}

Json text_of(const std::string& text) { return {{"text", printable(text)}}; }

/// A place of the repository for a result that has none, as GitHub refuses a whole file for one result without a place.
Anchor place_of(const CiReport& report, const CiProblem& one) {
    Anchor at = anchor(report, one);
    const auto& tests = one.problem.clusters.front()->tests;
    if (at.path.empty() && !tests.empty()) at = {in_repository(report, module_of(tests.front().id)), 0};
    if (at.path.empty()) at = {report.folder.empty() ? "pyproject.toml" : report.folder + "/pyproject.toml", 0};
    return at;
}

/// The places of the cause, and the modules of the tests.
Json related(const CiReport& report, const CiProblem& one, const Anchor& first) {
    Json result = Json::array();
    std::vector<std::string> known = {first.path};
    const auto add = [&](const Anchor& at, const std::string& text) {
        if (at.path.empty() || result.size() >= most_related) return;
        result.push_back({{"id", result.size() + 1}, {"physicalLocation", physical(at)}, {"message", text_of(text)}});
    };
    if (one.cause())
        for (const CausePlace& place : one.cause()->at)
            add({in_repository(report, place.path), place.line}, one_line(deed_words(place), 500));
    for (const ClusterTest& test : one.problem.clusters.front()->tests) {
        const std::string path = in_repository(report, module_of(test.id));
        if (std::find(known.begin(), known.end(), path) != known.end()) continue;
        known.push_back(path);
        add({path, 0}, one_line(test.id, 500));
        if (known.size() > most_related) break;
    }
    return result;
}

/// The tracebacks, the innermost frame first, as SARIF has them.
Json stacks(const CiReport& report, const Failure& failure) {
    Json result = Json::array();
    for (const ExceptionRecord& exception : failure.chain) {
        Json frames = Json::array();
        for (auto frame = exception.frames.rbegin(); frame != exception.frames.rend(); ++frame) {
            const std::string path = frame->project ? in_repository(report, frame->path) : "";
            if (path.empty() || frames.size() >= most_frames) continue;
            frames.push_back({{"location",
                               {{"physicalLocation", physical({path, frame->line}, frame->source)},
                                {"message", text_of("in " + one_line(frame->function, 200))}}}});
        }
        const std::string what = exception.type + (exception.message.empty() ? "" : ": " + exception.message);
        if (!frames.empty()) result.push_back({{"message", text_of(one_line(what, 500))}, {"frames", frames}});
    }
    return result;
}

/// The result for one cluster of a problem.
Json result_of(const CiReport& report, const CiProblem& problem, const Cluster& cluster) {
    CiProblem one = problem;
    one.problem.clusters = {&cluster};
    std::vector<std::string> lines = problem_lines(report, one);
    if (one.cause())
        for (const std::string& line : cause_lines(one.in->report, *one.cause())) lines.push_back(line);
    const Anchor at = place_of(report, one);
    const std::size_t rule = rule_of(cluster.kind);
    Json factors = Json::array();
    if (one.cause()) factors = to_strings(one.cause()->factors);
    Json result = {{"ruleId", rules[rule].id},
                   {"ruleIndex", rule},
                   {"level", rules[rule].level},
                   {"message", text_of(join(lines, "\n"))},
                   {"locations", Json::array({{{"physicalLocation", physical(at, cluster.error.source)}}})},
                   {"partialFingerprints", {{"testskew/v1", cluster.fingerprint.digest}}},
                   {"properties",
                    {{"problem", problem.problem.number},
                     {"verdict", one.cause() ? Json(to_string(one.cause()->verdict)) : Json(nullptr)},
                     {"factors", factors},
                     {"tests", cluster.tests.size()}}}};
    if (Json places = related(report, one, at); !places.empty()) result["relatedLocations"] = std::move(places);
    if (Json frames = stacks(report, cluster.error); !frames.empty()) result["stacks"] = std::move(frames);
    return result;
}

/// A name as one part of the id of a run.
std::string id_part(const std::string& text) {
    std::string result;
    for (const char c : one_line(text, 120)) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_';
        if (plain || (!result.empty() && result.back() != '-')) result += plain ? c : '-';
    }
    return result;
}

/// The category of the run. GitHub closes the alerts of a category that an upload does not have any more, so that what
/// was run belongs to it.
std::string category(const CiReport& report) {
    std::string id = "testskew/";
    for (const CiLeg& leg : report.legs)
        if (leg.state == LegState::failed) id += id_part(leg.name) + "/";
    if (!report.comparisons.empty()) {
        const std::string selection = id_part(report.comparisons.front().report.bad.selection);
        if (!selection.empty()) id += selection + "/";
    }
    return id;
}

}  // namespace

std::string sarif(const CiReport& given, const Secrets& secrets) {
    const CiReport report = without_secrets(given, secrets);
    Json results = Json::array(), described = Json::array(), notes = Json::array();
    std::size_t left_out = 0;
    for (const CiProblem& one : ci_problems(report))
        for (const Cluster* cluster : one.problem.clusters)
            if (results.size() < most_results)
                results.push_back(result_of(report, one, *cluster));
            else
                ++left_out;
    for (const Rule& rule : rules)
        described.push_back({{"id", rule.id},
                             {"shortDescription", {{"text", rule.title}}},
                             {"defaultConfiguration", {{"level", rule.level}}}});
    for (const std::string& line : failed_without_test(report))
        notes.push_back({{"level", "error"}, {"message", text_of(line)}});
    if (left_out)
        notes.push_back(
            {{"level", "warning"},
             {"message", text_of(fmt::format("and {}: report.json has all of them",
                                             count_of(static_cast<long>(left_out), "more group of equal failures",
                                                      "more groups of equal failures")))}});
    Json document = {
        {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs",
         Json::array(
             {{{"tool", {{"driver", {{"name", "testskew"}, {"semanticVersion", version()}, {"rules", described}}}}},
               {"automationDetails", {{"id", category(report)}}},
               {"invocations", Json::array({{{"executionSuccessful", true}, {"toolExecutionNotifications", notes}}})},
               {"columnKind", "unicodeCodePoints"},
               {"results", results}}})}};
    hide_secrets(document, secrets);
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace testskew::report
