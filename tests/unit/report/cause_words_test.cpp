#include "report/cause_words.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "model/json.hpp"
#include "report/report.hpp"

using namespace testskew;
using Lines = std::vector<std::string>;

namespace {

Report between_ci_and_local() {
    Report report;
    report.bad.name = "ci";
    report.good.name = "local";
    return report;
}

Lines lines_of(const Cause& cause) { return report::cause_lines(between_ci_and_local(), cause); }

CauseDelta named(Factor factor, const std::string& name) {
    CauseDelta delta;
    delta.factor = factor, delta.name = name;
    delta.kind = factor == Factor::packages ? DeltaKind::package : DeltaKind::variable;
    return delta;
}

/// A cause with every kind of part. Its sentence tells none of them, as nobody looked into it.
Cause of_all_parts() {
    Cause cause;
    cause.factors = {Factor::packages, Factor::environ};
    cause.at = {{"tests/test_p.py", 9, CauseDeed{StateKind::environ, "TZ", "set", "set", true, ""}},
                {"tests/test_q.py"}};
    cause.packages = {{"httpx", "0.28.1", "0.27.2", "0.28.0", "0.27.2"}, {"h2", "", "4.1.0", ""}};
    cause.variables = {{"MODE", CauseValue{"fast", true}, std::nullopt}};
    cause.files = {"data/a.json"};
    cause.interpreter = CauseInterpreter{"3.11", "3.13", "3.12"};
    cause.sets = {{{named(Factor::packages, "httpx"), named(Factor::environ, "MODE")}}};
    cause.layers = {{{{Factor::packages, "itsdangerous"}}}};
    return cause;
}

}  // namespace

TEST_CASE("every part that the sentence does not tell gets a line") {
    CHECK(lines_of(of_all_parts()) ==
          Lines{"tests/test_p.py:9 changes the environment variable TZ when it is collected", "tests/test_q.py",
                "httpx: 0.28.1 in ci, 0.27.2 in local; first bad release: 0.28.0", "h2: absent in ci, 4.1.0 in local",
                "MODE: 'fast' in ci, not set in local", "data/a.json", "first bad interpreter: Python 3.12",
                "only together: httpx, MODE", "and behind it, once that is repaired: itsdangerous"});
}

TEST_CASE("what the sentence tells is not said twice") {
    Cause cause = of_all_parts();
    cause.looked_into = true;
    CHECK(lines_of(cause).empty());
    cause.sets[0].deltas[0].kind = DeltaKind::cpus;  // the words for processors do not contain the name
    CHECK(lines_of(cause) == Lines{"only together: httpx, MODE"});
    cause.sets[0].deltas[0].kind = DeltaKind::package;
    cause.packages[0].released = {{"0.27.2", "2024-08-27"}, {"0.28.0", "2024-11-28"}};
    CHECK(lines_of(cause) == Lines{"httpx 0.27.2 (2024-08-27) passes, 0.28.0 (2024-11-28) fails"});
}

TEST_CASE("what hides behind a failure is not told with the failure that hides it") {
    Cause cause = of_all_parts();
    cause.looked_into = true;
    cause.packages[1].behind = cause.variables[0].behind = cause.interpreter->behind = true;
    CHECK(lines_of(cause).empty());
}

TEST_CASE("a variable whose value is `set` is told from one whose value is not shown") {
    const CauseValue set{"set", true}, hidden{"", false};
    Cause cause;
    cause.variables = {
        {"A", set, std::nullopt}, {"B", hidden, std::nullopt}, {"C", hidden, hidden}, {"D", set, hidden}};
    CHECK(lines_of(cause) == Lines{"A: 'set' in ci, not set in local", "B: set in ci, not set in local",
                                   "C: another value in ci than in local", "D: 'set' in ci, set in local"});
}

TEST_CASE("of many alternatives six are named") {
    Cause cause;
    for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"})
        cause.sets.push_back({{named(Factor::packages, name)}});
    cause.sets[0].deltas.push_back(named(Factor::packages, "z"));
    CHECK(lines_of(cause) == Lines{"any one of these is enough: a with z; b; c; d; e; f; 2 more"});
}

TEST_CASE("report.json says `set` for a value that is not shown, and null for a variable that is not set") {
    Report r = between_ci_and_local();
    Cluster cluster;
    cluster.id = 1;
    cluster.tests = {{"t.py::test", Outcome::failed, Outcome::passed}};
    r.comparison.clusters = {cluster};
    ClusterAttribution found;
    found.cluster = 1;
    found.cause = Cause{};
    found.cause->variables = {{"KEY", std::nullopt, CauseValue{"", false}}, {"TZ", CauseValue{"UTC", true}, {}}};
    r.attribution.clusters = {found};
    const auto document = nlohmann::json::parse(report::json(r, {}));
    const auto& variables = document["clusters"][0]["cause"]["variables"];
    CHECK(variables[0]["bad"].is_null());
    CHECK(variables[0]["good"] == "set");
    CHECK(variables[1]["bad"] == "UTC");
}

TEST_CASE("no format shows a secret of the sides, not even one that Markdown would spell otherwise") {
    Secrets secrets;
    secrets.add({{"SERVICE_TOKEN", "a_secret*of_the_side"}});
    Report r = between_ci_and_local();
    r.notes = {"told: a_secret*of_the_side"};
    const Report clean = without_secrets(r, secrets);
    CHECK(clean.notes == Lines{"told: ***"});
    CHECK(clean.bad.name == "ci");
    for (const std::string& text : {report::text(r, secrets), report::markdown(r, secrets), report::json(r, secrets)}) {
        CAPTURE(text);
        CHECK(text.find("secret") == std::string::npos);
        CHECK_THAT(text, ContainsSubstring("told: "));
    }
}

TEST_CASE("the releases next to where a package begins to fail are told with their days") {
    CausePackage package{"httpx",  "0.28.1", "0.27.0",
                         "0.28.0", "0.27.2", {{"0.27.2", "2024-08-27"}, {"0.28.0", "2024-11-28"}}};
    CHECK(report::release_line(package) == "httpx 0.27.2 (2024-08-27) passes, 0.28.0 (2024-11-28) fails");
    package.released.erase("0.28.0");
    CHECK(report::release_line(package) == "httpx 0.27.2 (2024-08-27) passes, 0.28.0 fails");
    package.released.clear();
    CHECK(report::release_line(package) == "httpx 0.27.2 passes, 0.28.0 fails");
    package.good = "0.27.2";
    CHECK(report::release_line(package).empty());  // the cause's sentence says all of it
    package.first_bad = package.last_good = "";
    package.released = {{"0.28.1", "2024-12-06"}};
    CHECK(report::release_line(package) == "httpx 0.27.2 on the side that passes, 0.28.1 (2024-12-06) on the other");
    package.first_bad = "0.27.9", package.last_good = "0.27.5",
    package.otherwise = true;  // that release fails in another way
    CHECK(report::release_line(package) == "httpx 0.27.2 on the side that passes, 0.28.1 (2024-12-06) on the other");
}
