#include "report/report.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "model/json.hpp"
#include "report/assemble.hpp"
#include "report/layout.hpp"
#include "util/columns.hpp"
#include "util/text.hpp"

using namespace testskew;

namespace {

Cluster cluster(int id, ClusterKind kind) {
    Cluster c;
    c.id = id, c.kind = kind;
    c.fingerprint = {"0123456789abcdef", "raised TypeError\n"};
    c.tests = {{"tests/test_a.py::test_x[\x1b[31m1]", Outcome::failed, Outcome::passed},
               {"tests/test_b.py::test_y", Outcome::failed, Outcome::passed}};
    c.error.type = "TypeError";
    c.error.message = "object MagicMock can't be used in 'await' expression";
    c.error.path = "webdashboard/app.py", c.error.line = 88, c.error.function = "load_job",
    c.error.source = "job = await store.load(id)";
    c.error.swallowed = true, c.error.phase = TestPhase::call, c.error.assertion = "assert 500 == 200";
    c.error.request = Request{"POST", "/api/upload", 500};
    ExceptionRecord e;
    e.type = c.error.type, e.message = c.error.message;
    e.frames = {{"webdashboard/app.py", 88, "load_job", c.error.source, true}};
    c.error.chain = {e};
    return c;
}

Report example(bool attributed) {
    ReportSide bad, good;
    bad.name = "ci", bad.python = "3.11.7", bad.selection = "tests/integration -m integration",
    bad.outcomes = {{Outcome::failed, 2}, {Outcome::passed, 14}}, bad.seconds = 3.4;
    bad.packages["fastapi"] = {"0.165.0", "fastapi==0.165.0"};
    bad.provenance.fidelity = {{"python", "3.11.14", "3.11.7"}};
    good = bad;
    good.name = "local", good.python = "3.12.1", good.provenance.fidelity.clear(),
    good.outcomes = {{Outcome::passed, 2}};
    Comparison comparison;
    comparison.clusters = {cluster(1, ClusterKind::regression), cluster(2, ClusterKind::reverse),
                           cluster(3, ClusterKind::common), cluster(4, ClusterKind::one_sided)};
    comparison.clusters[3].no_result = {NoResultKind::never_run, "local"};
    comparison.differences = {{Factor::interpreter, {{"python", "3.11.7", "3.12.1"}}, true},
                              {Factor::environ, {{"KEY", std::nullopt, "hmac:0123"}}, true}};
    Attribution attribution;
    if (attributed) {
        attribution.done = true;
        ClusterAttribution found;
        found.cluster = 1, found.problem = 1;
        Verdict proven, out;
        proven.factor = Factor::selection, proven.kind = VerdictKind::proven, proven.repair.P = 5, proven.induce.F = 5;
        out.factor = Factor::interpreter, out.kind = VerdictKind::ruled_out;
        found.verdicts = {proven, out};
        Cause cause;
        cause.factors = {Factor::selection}, cause.verdict = VerdictKind::proven, cause.relation = Relation::single;
        CausePlace place{"tests/test_p.py", 9};
        place.deed = CauseDeed{StateKind::modules, "webdashboard.store", "module", "unittest.mock.MagicMock", true, ""};
        CauseDelta delta;
        delta.factor = Factor::selection, delta.kind = DeltaKind::module, delta.name = "tests/test_p.py";
        delta.bad = "collected", delta.opened = true, delta.pollution = CausePollution{false, place, 2, ""};
        cause.sets = {{{delta}}}, cause.at = {place}, cause.looked_into = true;
        cause.sessions = 10, cause.environments = cause.mixes = 6;
        found.cause = cause;
        attribution.clusters = {found};
        SessionSummary s;
        s.id = "s7", s.phase = Phase::confirm, s.from = SideName::bad,
        s.taken = {{Factor::selection, "tests/test_p.py"}}, s.predicted = "P", s.results = {{1, CellResult::passes}};
        attribution.sessions = {s};
    }
    return report::assemble(bad, good, comparison, attribution,
                            {"20261122-101502-3f2a", ".testskew/runs/20261122-101502-3f2a", "overlay", {}, 21, false});
}

}  // namespace

TEST_CASE("the text says what fails, where, and what was not tested") {
    const std::string text = report::text(example(false), {});
    for (const char* part :
         {"2 tests fail in ci and pass in local.", "TypeError: object MagicMock", "webdashboard/app.py:88 in load_job",
          "answered as HTTP 500", "None of these differences has been tested yet", "--bad local --good ci",
          "KEY (set in local only)", "local never ran these tests", "3.11.14 asked, 3.11.7 found"})
        CHECK_THAT(text, ContainsSubstring(part));
}

TEST_CASE("an attributed problem shows its verdict, cause and evidence") {
    const std::string text = report::text(example(true), {}, {140, false, true, false});
    for (const char* part :
         {"1  PROVEN  test selection", "puts a MagicMock", "repair     ci with local's tests/test_p.py", "2 of 2 pass ",
          "2 of 2 fail the same way   5 sessions", "ruled out  interpreter", "testskew rerun 1",
          "10 sessions in 6 different mixes of the two sides agree"})
        CHECK_THAT(text, ContainsSubstring(part));
    CHECK(text.find("has been tested yet") == std::string::npos);
}

TEST_CASE("lines keep to the width, end in no space and carry no control characters") {
    for (const int width : {40, 80, 140})
        for (const bool verbose : {false, true}) {
            const std::string text = report::text(example(true), {}, {width, false, false, verbose});
            CHECK(text.find('\x1b') == std::string::npos);
            for (const auto& line : split(text, '\n')) {
                CAPTURE(line);
                CHECK(display_width(line) <= width);
                CHECK((line.empty() || line.back() != ' '));
            }
        }
    CHECK(report::text(example(true), {}, {80, true, true, false}).find("\x1b[31m1]") == std::string::npos);
    CHECK(report::text(example(true), {}, {80, true, true, false}).find('\x1b') != std::string::npos);
}

TEST_CASE("display_width counts the columns that a terminal shows") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("\xC3\xA9") == 1);
    CHECK(display_width("\xE6\x97\xA5") == 2);
    CHECK(display_width("e\xCC\x81") == 1);
}

TEST_CASE("the exit code follows the contract") {
    Report r = example(true);
    CHECK(r.exit_code == ExitCode::attributed);
    CHECK(example(false).exit_code == ExitCode::unattributed);
    r.comparison.clusters.erase(r.comparison.clusters.begin());
    CHECK(report::exit_code(r) == ExitCode::unattributed);
    r.comparison.clusters.clear();
    CHECK(report::exit_code(r) == ExitCode::ok);
    r.comparison.other_differences = {{"t", Outcome::skipped, Outcome::passed}};
    CHECK(report::exit_code(r) == ExitCode::ok);
    CHECK(report::exit_code(r, true) == ExitCode::unattributed);
    r.good.outcomes.clear();
    CHECK(report::exit_code(r) == ExitCode::environment);
}

TEST_CASE("no format shows a password that a recording still has, as one that something else wrote may") {
    Report r = example(false);
    const std::string url = "https://user:hunter2hunter2@example.org/";
    Cluster& cluster = r.comparison.clusters[0];
    Failure& error = cluster.error;
    error.message = "cannot reach " + url;
    error.source = "get('" + url + "')";
    error.assertion = "assert '" + url + "' == ''";
    error.chain[0].message = error.message, error.chain[0].frames[0].source = error.source;
    cluster.divergence = Divergence{"app.py", 3, "load", error.source, error.source, url, "None", true, "test_x"};
    cluster.swallowed = {{"OSError", error.message, error.chain[0].frames[0], std::nullopt, "", "trace"}};
    cluster.warnings = {{"UserWarning", error.message, "app.py", 3, true, "test_x"}};
    r.notes = {"seen: " + url};
    r.bad.ended = "exit status 4: " + url;
    for (const std::string& text :
         {report::text(r, {}, {200, false, true, false}), report::markdown(r, {}), report::json(r, {})}) {
        CAPTURE(text);
        CHECK(text.find("hunter2") == std::string::npos);
        CHECK_THAT(text, ContainsSubstring("cannot reach https://***@example.org/"));
    }
}

TEST_CASE("report.json has the fields that readers count on") {
    Report r = example(true);
    r.comparison.clusters[0].error.message = "bad \xff token='abc'";
    const auto document = nlohmann::json::parse(report::json(r, {}));
    CHECK(document["schema"] == 1);
    CHECK(document["profiles"]["bad"]["packages"]["fastapi"] == "0.165.0");
    CHECK(document["outcomes"]["good"]["failed"] == 0);
    const auto& c = document["clusters"][0];
    CHECK(c["problem"] == 1);
    CHECK(c["error"]["request"]["status"] == 500);
    CHECK(c["error"]["message"] == "bad \xEF\xBF\xBD token='***'");
    CHECK(c["cause"]["verdict"] == "proven");
    const std::string deed = "puts a MagicMock into sys.modules['webdashboard.store'] when it is collected";
    CHECK(c["cause"]["summary"] == "tests/test_p.py:9 " + deed);
    CHECK(c["cause"]["at"][0]["what"] == deed);
    CHECK(c["cause"]["at"][0]["line"] == 9);
    CHECK(c["cause"]["sets"] == nlohmann::json::parse(R"([["tests/test_p.py"]])"));
    CHECK(c["cause"]["layers"].empty());
    CHECK(c["verdicts"][1]["verdict"] == "ruled out");
    CHECK(document["differences"][1]["deltas"][0]["bad"].is_null());
    CHECK(document["sessions"][0]["results"]["1"] == "P");
    CHECK(document["clusters"][1]["cause"].is_null());
}

TEST_CASE("what a test wrote has no effect as Markdown") {
    Report r = example(true);
    r.comparison.clusters[0].error.message = "```\n<script>@someone";
    r.bad.name = "a|b<i>";
    const std::string text = report::markdown(r, {});
    CHECK_THAT(text, ContainsSubstring("a\\|b&lt;i&gt;"));
    CHECK_THAT(text, ContainsSubstring("````"));
    CHECK_THAT(text, ContainsSubstring("proven: test selection"));
}

TEST_CASE("the JSON says how busy the slots were, where something was attributed") {
    Report report;
    CHECK(nlohmann::json::parse(report::json(report, Secrets()))["utilisation"].is_null());
    report.slots = 2;
    report.seconds = 10;
    report.sessions.resize(2);
    report.sessions[0].seconds = 3;
    report.sessions[1].seconds = 5;
    const auto document = nlohmann::json::parse(report::json(report, Secrets()));
    CHECK(document["utilisation"]["busy_seconds"] == 8.0);
    CHECK(document["utilisation"]["share"] == 0.4);
}
