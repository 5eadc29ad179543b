#include "util/text.hpp"
#include "catch.hpp"
#include "report/assemble.hpp"
#include "report/cause_words.hpp"
#include "report/difference_words.hpp"
#include "report/evidence.hpp"
#include "report/facts.hpp"
#include "report/hidden.hpp"
#include "report/layout.hpp"
#include "report/report.hpp"

using namespace testskew;

namespace {

Cluster failing(int id, const std::string& test, const std::string& type, const std::string& message, int line) {
    Cluster c;
    c.id = id;
    c.kind = ClusterKind::regression;
    c.fingerprint = {"000000000000000" + std::to_string(id), ""};
    c.tests = {{test, Outcome::failed, Outcome::passed}};
    c.error.type = type, c.error.message = message, c.error.path = "app/service.py", c.error.line = line,
    c.error.function = "load", c.error.phase = TestPhase::call;
    c.error.source = "return self.store[key]";
    return c;
}

Frame last_resort() {
    return {"<site>/starlette/middleware/errors.py", 149, "ServerErrorMiddleware.__call__", "async def __call__(",
            false};
}

Report report_of(Comparison comparison, Attribution attribution = {}) {
    ReportSide bad, good;
    bad.name = "ci", bad.python = "3.11.7", bad.outcomes = {{Outcome::failed, 3}}, bad.seconds = 2,
    bad.selection = "tests -m integration";
    bad.provenance.requirements = "the requirements of the profile ci", bad.provenance.listed = true,
    good.provenance = bad.provenance;
    good.name = "local", good.python = "3.12.1", good.outcomes = {{Outcome::passed, 3}}, good.seconds = 2,
    good.selection = "3 files";
    return report::assemble(bad, good, std::move(comparison), std::move(attribution),
                            {"r", ".testskew/runs/r", "overlay", {}, 21, false});
}

/// A cause of these clusters. Each inner list names the deltas of one set.
Attribution proven(const std::vector<int>& clusters, Factor factor, const std::vector<std::vector<std::string>>& sets,
                   Relation relation = Relation::single) {
    Attribution attribution;
    attribution.done = true;
    for (const int cluster : clusters) {
        ClusterAttribution found;
        found.cluster = cluster, found.problem = 1;
        Verdict v;
        v.factor = factor, v.kind = VerdictKind::proven, v.repair.P = 6, v.induce.F = 6, v.p = 0.001;
        found.verdicts = {v};
        found.cause = Cause{};
        found.cause->factors = {factor}, found.cause->verdict = VerdictKind::proven, found.cause->relation = relation;
        for (const auto& names : sets) {
            auto& set = found.cause->sets.emplace_back();
            for (const auto& name : names) {
                auto& delta = set.deltas.emplace_back();
                delta.factor = factor, delta.name = name;
            }
        }
        found.cause->sessions = 12, found.cause->environments = found.cause->mixes = 8;
        attribution.clusters.push_back(found);
    }
    return attribution;
}

int times(const std::string& text, const std::string& part) {
    int count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
    return count;
}

}  // namespace

TEST_CASE("clusters with one error at one place are told once, and their tests counted together") {
    Comparison comparison;
    comparison.clusters = {failing(1, "tests/test_a.py::test_1", "KeyError", "'x'", 10),
                           failing(2, "tests/test_b.py::test_2", "KeyError", "'x'", 10),
                           failing(3, "tests/test_b.py::test_3", "KeyError", "'x'", 20)};
    const std::string untested = report::text(report_of(comparison), {}, {120, false, true, false});
    CHECK(times(untested, "KeyError: 'x'") == 2);
    CHECK_THAT(untested, ContainsSubstring("They fail in 2 ways."));
    CHECK_THAT(untested, ContainsSubstring("1  2 tests, tests/test_a.py and 1 more file"));
    const std::string tested = report::text(report_of(comparison, proven({1, 2, 3}, Factor::interpreter, {{"Python"}})),
                                            {}, {120, false, true, false});
    CHECK(times(tested, "KeyError: 'x'") == 2);
    CHECK_THAT(tested, ContainsSubstring("3 tests, tests/test_b.py and 1 more file"));
    CHECK_THAT(tested, ContainsSubstring("repair     ci on Python 3.12.1      3 of 3 pass                6 sessions"));
    CHECK_THAT(tested, ContainsSubstring("induce     local on Python 3.11.7   3 of 3 fail the same way   6 sessions"));
    CHECK(tested.find("requirements") == std::string::npos);
}

TEST_CASE("the report says what hid an exception from the test") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    Failure& error = comparison.clusters[0].error;
    error.swallowed = true, error.request = Request{"GET", "/a", 500}, error.handled_at = last_resort();
    error.assertion = "AssertionError: assert 500 == 200\n +  where 500 = <Response>.status_code";
    const std::string text = report::text(report_of(comparison), {}, {140, false, true, false});
    CHECK_THAT(text, ContainsSubstring("GET /a answered as HTTP 500, hidden by raise_server_exceptions=False"));
    CHECK_THAT(text, ContainsSubstring("the test saw assert 500 == 200\n"));
    CHECK(text.find("where 500") == std::string::npos);

    SECTION("the project's own except, seen by what it raised instead") {
        ExceptionRecord outer, inner;
        outer.type = "fastapi.exceptions.HTTPException",
        outer.frames = {{"app/api.py", 60, "upload", "raise HTTPException(500)", true}};
        inner.type = "TypeError", inner.message = "no", inner.link = "context";
        error.chain = {outer, inner};
        error.handled_at = Frame{"<site>/fastapi/exception_handlers.py", 11, "http_exception_handler", "", false};
        CHECK(report::hidden_line(error) == "answered as HTTP 500, hidden by an `except` in upload (app/api.py:60)");
    }
    SECTION("the except itself, where the interpreter showed it") {
        error.handled_at = Frame{"app/api.py", 58, "upload", "except Exception:", true};
        CHECK(report::hidden_line(error) == "answered as HTTP 500, hidden by `except Exception:` in app/api.py:58");
    }
    SECTION("a handler of the project, and one of a library") {
        error.handled_at = Frame{"app/errors.py", 5, "on_error", "async def on_error(request, exc):", true};
        CHECK(report::hidden_line(error) == "answered as HTTP 500 by a handler in app/errors.py:5 (on_error)");
        error.handled_at = Frame{"<site>/fastapi/exception_handlers.py", 11, "http_exception_handler", "", false};
        CHECK(report::hidden_line(error) == "answered as HTTP 500 by fastapi's own http_exception_handler");
    }
    SECTION("a command's, which has an exit code and no status") {
        error.request.reset();
        error.handled_at = Frame{"<site>/click/testing.py", 300, "CliRunner.invoke", "", false};
        CHECK(report::hidden_line(error) == "kept by CliRunner in the result's `exception`");
    }
}

TEST_CASE("a warning of one side, and what there was too much of, stand with the failure") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "AssertionError", "assert 1 == 0", 10)};
    comparison.clusters[0].warnings = {{"DeprecationWarning", "old() goes away", "app/a.py", 3, true, "t.py::test"},
                                       {"UserWarning", "mind that", "app/b.py", 4, false, "t.py::test"}};
    comparison.clusters[0].cuts = {{"t.py::test", "monitoring", 0, true},
                                   {"t.py::test", "events", 0, true},
                                   {"", "lookups", 2, false},
                                   {"", "exceptions", 1, false},
                                   {"", "untraced", 1, false}};
    comparison.warnings_left_out = 7;
    const Report report = report_of(comparison);
    const std::string text = report::text(report, {}, {140, false, true, false});
    CHECK_THAT(text, ContainsSubstring("warned in ci only: DeprecationWarning: old() goes away (app/a.py:3)"));
    CHECK_THAT(text, ContainsSubstring("warned in local only: UserWarning: mind that (app/b.py:4)"));
    CHECK_THAT(text, ContainsSubstring(
                         "(so many exceptions were raised in t.py::test that the later ones were not looked at)"));
    CHECK_THAT(text, ContainsSubstring(
                         "(more happened in t.py::test than a trace keeps: what came after that is not compared)"));
    CHECK_THAT(text, ContainsSubstring("2 more names that were looked up and not found are not listed"));
    CHECK_THAT(text, ContainsSubstring("1 more exception that only one side swallowed is not listed"));
    CHECK_THAT(text, ContainsSubstring("not traced, as there are so many failures"));
    CHECK_THAT(text, ContainsSubstring("7 more warnings of one side only are not kept."));
    const std::string markdown = report::markdown(report, {});
    CHECK_THAT(markdown, ContainsSubstring("warned in ci only: DeprecationWarning"));
    CHECK_THAT(markdown, ContainsSubstring("were not looked at"));
}

TEST_CASE("repair and induce say what was swapped, in the words of the factor") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    comparison.differences = {
        {Factor::environ,
         {{"CI", "hmac:1", std::nullopt}, {"KEY", std::nullopt, "hmac:2"}, {"TZ", "hmac:3", "hmac:4"}},
         true},
        {Factor::packages, {{"pydantic", "2.14.0", "1.10.2"}, {"setuptools", "65.5.0", std::nullopt}}, true},
        {Factor::selection,
         {{"options", "-m integration", std::nullopt}, {"tests/test_p.py", "collected", std::nullopt}},
         true}};
    const auto sessions = [&](Factor factor, std::vector<std::vector<std::string>> sets,
                              Relation relation = Relation::single) {
        const Report report = report_of(comparison, proven({1}, factor, sets, relation));
        const auto rows = report::evidence(report, report::problems(report).at(0));
        return rows.at(0).session + " / " + rows.at(1).session;
    };
    CHECK(sessions(Factor::environ, {{"CI"}}) == "ci without CI / local with CI");
    CHECK(sessions(Factor::environ, {{"KEY"}}) == "ci with KEY / local without KEY");
    CHECK(sessions(Factor::environ, {{"TZ"}}) == "ci with local's TZ / local with ci's TZ");
    CHECK(sessions(Factor::environ, {{"CI"}, {"KEY"}}, Relation::any_enough) ==
          "ci without CI and with KEY / local with CI or without KEY");
    CHECK(sessions(Factor::environ, {{"CI", "KEY"}}, Relation::all_needed) ==
          "ci without CI or with KEY / local with CI and without KEY");
    CHECK(sessions(Factor::packages, {{"pydantic"}}) == "ci with pydantic 1.10.2 / local with pydantic 2.14.0");
    CHECK(sessions(Factor::packages, {{"setuptools"}}) == "ci without setuptools / local with setuptools 65.5.0");
    CHECK(sessions(Factor::selection, {{"tests/test_p.py"}}) ==
          "ci without tests/test_p.py / local with tests/test_p.py");
    CHECK(sessions(Factor::selection, {{"-m integration"}}) == "ci without -m integration / local with -m integration");
    CHECK(sessions(Factor::host, {}) == "ci with local's host / local with ci's host");
}

TEST_CASE("packages that had to be swapped along with the cause are named beside it") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    comparison.differences = {
        {Factor::packages, {{"greenlet", "3", "2"}, {"sqlalchemy", "2.1", "1.4"}, {"six", "1.17", "1.16"}}, true}};
    Attribution attribution = proven({1}, Factor::packages, {{"sqlalchemy"}});
    const auto session = [&](SideName from, std::vector<std::string> taken, std::optional<CellResult> result) {
        SessionSummary& one = attribution.sessions.emplace_back();
        one.phase = Phase::confirm;
        one.from = from;
        for (auto& name : taken) one.taken.push_back({Factor::packages, name});
        if (result) one.results = {{1, *result}};
    };
    const auto words = [&] {
        const Report report = report_of(comparison, attribution);
        const auto rows = report::evidence(report, report::problems(report).at(0));
        return rows.at(0).session + " / " + rows.at(1).session;
    };
    session(SideName::bad, {"sqlalchemy", "greenlet"}, CellResult::passes);
    session(SideName::bad, {"sqlalchemy", "greenlet", "six"}, CellResult::passes);
    session(SideName::good, {"sqlalchemy", "greenlet"}, CellResult::fails);
    session(SideName::good, {"six"}, CellResult::passes);
    // Nothing says that it cannot be swapped alone.
    CHECK(words() == "ci with sqlalchemy 1.4 / local with sqlalchemy 2.1");
    session(SideName::bad, {"sqlalchemy"}, std::nullopt);
    CHECK(words() == "ci with sqlalchemy 1.4 and what goes with it (greenlet) / local with sqlalchemy 2.1");
    session(SideName::good, {"sqlalchemy"}, CellResult::nothing);
    CHECK(words() ==
          "ci with sqlalchemy 1.4 and what goes with it (greenlet) / "
          "local with sqlalchemy 2.1 and what goes with it (greenlet)");
    session(SideName::good, {"sqlalchemy", "six"}, CellResult::fails);
    CHECK(words() == "ci with sqlalchemy 1.4 and what goes with it (greenlet) / local with sqlalchemy 2.1");
}

TEST_CASE("colours that a repr spells out do not hide what an error says") {
    Failure failure;
    failure.type = "AssertionError",
    failure.message = R"(assert '--dry-run' in 'Usage: \x1b[1;2;34m-\x1b[0m\x1b[2;34m-dry\x1b[0m\x1b[K')";
    CHECK(report::error_line(failure) == R"(assert '--dry-run' in 'Usage: --dry\x1b[K')");
}

TEST_CASE("a repair that passes only with what is behind it says so, one that uncovers it does not") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    Attribution attribution = proven({1}, Factor::packages, {{"jinja2"}});
    attribution.clusters[0].cause->layers = {{{{Factor::packages, "itsdangerous"}}}};
    CHECK(report::text(report_of(comparison, attribution), {}, {}).find("and what is behind it") != std::string::npos);
    attribution.clusters[0].verdicts[0].repair = {0, 0, 1, 0};
    CHECK(report::text(report_of(comparison, attribution), {}, {}).find("and what is behind it") == std::string::npos);
}

TEST_CASE("the folder of an environment is left out of an error's line") {
    Failure failure;
    failure.type = "ImportError", failure.message =
                                      "cannot import name 'escape' from 'jinja2' "
                                      "(/root/.cache/e/0123/lib/python3.9/site-packages/jinja2/__init__.py)";
    CHECK(report::error_line(failure) ==
          "ImportError: cannot import name 'escape' from 'jinja2' (<site>/jinja2/__init__.py)");
    failure.message = "no relative/site-packages/here";
    CHECK(report::error_line(failure) == "ImportError: no relative/site-packages/here");
}

TEST_CASE("a mixed result is told in sessions") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    Attribution attribution = proven({1}, Factor::packages, {{"a"}}, Relation::rate);
    attribution.clusters[0].verdicts[0].repair = {2, 4, 0, 0};
    const Report report = report_of(comparison, attribution);
    CHECK(report::evidence(report, report::problems(report).at(0)).at(0).result ==
          "pass in 4 of 6, fail the same way in 2 of 6");
}

TEST_CASE("differences are one line a factor, the shorter list first, three names of each") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    Difference variables{Factor::environ, {}, true};
    for (const char* name : {"A", "B", "C", "D", "E"}) variables.deltas.push_back({name, "hmac:1", std::nullopt});
    variables.deltas.push_back({"KEY", std::nullopt, "hmac:2"});
    comparison.differences = {variables};
    const Report report = report_of(comparison);
    CHECK(report::difference_line(report, variables, 3) ==
          "KEY (set in local only); A, B, C and 2 more (set in ci only)");
    CHECK_THAT(report::text(report, {}), ContainsSubstring("`testskew attribute` does that"));
    // `testskew attribute` can do nothing for a one-sided failure.
    comparison.clusters[0].kind = ClusterKind::one_sided;
    CHECK_THAT(report::text(report_of(comparison), {}), ContainsSubstring("has been tested yet."));
}

TEST_CASE("the advice on failures of the good side is one that can be followed") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    comparison.clusters[0].kind = ClusterKind::reverse;
    Report report = report_of(comparison);
    CHECK_THAT(report::text(report, {}), ContainsSubstring("`--bad local --good ci` would look into it."));
    report.bad.name = "3.12-bad", report.good.name = "3.12-good";
    CHECK(report::text(report, {}).find("--bad 3.12") == std::string::npos);
    CHECK_THAT(report::text(report, {}), ContainsSubstring("with the options of the two sides exchanged"));
    report.run_directory.clear();  // two recordings were compared
    CHECK(report::text(report, {}).find("look into it") == std::string::npos);
}

TEST_CASE("of failures that are alike on both sides nothing is said to be untested") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    comparison.clusters[0].kind = ClusterKind::common;
    comparison.differences = {{Factor::interpreter, {{"python", "3.11.7", "3.12.1"}}}};
    for (const std::string& text :
         {report::text(report_of(comparison), {}), report::markdown(report_of(comparison), {})}) {
        CHECK_THAT(text, ContainsSubstring("so there was nothing to test"));
        CHECK(text.find("has been tested yet") == std::string::npos);
    }
}

TEST_CASE("a look-up that a cause names is not told beside another failure") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10),
                           failing(2, "t.py::other", "KeyError", "k", 20)};
    comparison.clusters[0].missing = {{"variable", "KEY", {}, "t.py::test"}, {"variable", "OTHER", {}, "t.py::test"}};
    Attribution attribution;
    attribution.done = true;
    ClusterAttribution found;
    found.cluster = 2, found.problem = 2;
    Cause cause;
    cause.factors = {Factor::environ};
    cause.variables = {{"KEY", std::nullopt, CauseValue{"x"}}};
    found.cause = cause;
    attribution.clusters = {found};
    const std::string text = report::text(report_of(comparison, attribution), {});
    CHECK(text.find("variable KEY") == std::string::npos);
    CHECK_THAT(text, ContainsSubstring("looked up and not found: variable OTHER"));
}

TEST_CASE("a session that failed as a whole is not told as a test") {
    Comparison comparison;
    comparison.clusters = {failing(1, "(session)", "UsageError", "no such option", 10)};
    const std::string text = report::text(report_of(comparison), {});
    CHECK_THAT(text, ContainsSubstring("the session as a whole"));
    CHECK(text.find("(session)") == std::string::npos);
}

TEST_CASE("a run that was stopped, flaky tests and notes are said") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "no", 10)};
    comparison.clusters[0].kind = ClusterKind::flaky;
    Attribution attribution;
    attribution.done = true, attribution.stopped = {ObstacleKind::budget_spent};
    ClusterAttribution found;
    found.cluster = 1, found.flaky = true, found.caveats = {{CaveatKind::never_run_fails}};
    attribution.clusters = {found};
    const std::string text = report::text(report_of(comparison, attribution), {}, {120, false, true, false});
    CHECK_THAT(text, ContainsSubstring("1  FLAKY  1 test, t.py::test"));
    CHECK_THAT(text, ContainsSubstring("local never ran this test; it fails there too"));
    CHECK_THAT(text, ContainsSubstring("Stopped early: the time for attribution was used up (--budget)."));
    CHECK_THAT(report::markdown(report_of(comparison, attribution), {}),
               ContainsSubstring("| 1 | 1 | `TypeError: no` | flaky |"));
}

TEST_CASE("a path longer than the line stays whole, other endless words do not") {
    report::Layout layout({60, false, true, false});
    const std::string path = "tests/" + std::string(80, 'a') + "/test_b.py::test_c";
    layout.flow({{"1 test, " + path}}, 3);
    layout.flow({{std::string(100, 'x')}}, 3);
    const auto lines = split(layout.take(), '\n');
    CHECK(lines[0] == "1 test,");
    CHECK(lines[1] == "   " + path);
    CHECK(lines[2] == std::string(60, 'x'));
    CHECK(lines[3] == "   " + std::string(40, 'x'));
}

TEST_CASE("colours say the verdict, and span whole phrases") {
    Comparison comparison;
    comparison.clusters = {failing(1, "t.py::test", "TypeError", "not this", 10)};
    const std::string text =
        report::text(report_of(comparison, proven({1}, Factor::interpreter, {})), {}, {120, true, true, false});
    CHECK_THAT(text, ContainsSubstring("\x1b[1;32mPROVEN\x1b[0m"));
    CHECK_THAT(text, ContainsSubstring("\x1b[31mTypeError: not this\x1b[0m"));
    CHECK_THAT(text, ContainsSubstring("\x1b[31m3 failed\x1b[0m"));
}

TEST_CASE("of very many problems the first are told whole, and the others on a line each") {
    Comparison comparison;
    for (int i = 1; i <= 200; ++i) {
        comparison.clusters.push_back(failing(i, "t.py::test_" + std::to_string(i), "KeyError",
                                              "'key " + std::to_string(i) + "'" + std::string(200, 'x'), i));
        comparison.clusters.back().fingerprint.digest = std::to_string(i);
    }
    const std::string text = report::text(report_of(comparison), {}, {120, false, true, false});
    CHECK(times(text, "app/service.py:") == 20);
    CHECK_THAT(text, ContainsSubstring("180 more problems, a line each (-v tells them whole):"));
    CHECK_THAT(text, ContainsSubstring("\n199 1 test, KeyError: 'key 199'xxx"));
    const std::string rest = text.substr(text.find("180 more problems"));
    CHECK(times(rest.substr(0, rest.find("\n200 1 test")), "\n") == 179);
    CHECK(times(report::text(report_of(comparison), {}, {120, false, true, true}), "a line each") == 0);
}
