#include <set>

#include "catch.hpp"
#include "ci_example.hpp"
#include "report/experiments.hpp"
#include "report/formats.hpp"
#include "report/html_picture.hpp"
#include "report/html_words.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

int times(const std::string& text, const std::string& part) {
    int count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
    return count;
}

/// Elements are closed in the order in which they were opened, and nothing can act: no script, no handler, no address.
std::string checked(const Report& report) {
    static const std::set<std::string> empty = {"meta", "!doctype", "circle", "path", "rect"};
    std::string text = html(report, {});
    std::vector<std::string> open;
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at) {
        const std::string name = text.substr(at + 1, text.find_first_of(" >/", at + 2) - at - 1);
        const std::string tag = text.substr(at, text.find('>', at) - at);
        CAPTURE(tag);
        for (const char* never : {"script", "iframe", "img", "link"}) CHECK(name != never);
        CHECK(tag.find(" on") == std::string::npos);
        CHECK(tag.find("javascript:") == std::string::npos);
        if (const auto address = tag.find("href="); address != std::string::npos) CHECK(tag[address + 6] == '#');
        if (name.starts_with("/")) {
            REQUIRE_FALSE(open.empty());
            CHECK(open.back() == name.substr(1));
            open.pop_back();
        } else if (!empty.count(name)) {
            open.push_back(name);
        }
    }
    CHECK(open.empty());
    return text;
}

Report run(int problems, int tests = 1) { return large_example(problems, tests).comparisons[0].report; }

SessionSummary session(Phase phase, SideName from, std::vector<DeltaName> taken, CellResult result,
                       const std::string& predicted = "") {
    static int number = 0;
    SessionSummary one;
    one.id = "s" + std::to_string(++number);
    one.phase = phase;
    one.from = from;
    one.taken = std::move(taken);
    one.results = {{1, result}};
    one.predicted = predicted;
    one.command = {"pytest", "tests"};
    return one;
}

/// One problem that follows the package a, and sessions that show it.
Report experimented() {
    Report report = run(1);
    ClusterAttribution found;
    found.cluster = found.problem = 1;
    Cause& cause = found.cause.emplace();
    cause.factors = {Factor::packages}, cause.verdict = VerdictKind::proven;
    CauseDelta delta;
    delta.factor = Factor::packages, delta.name = "a", delta.kind = DeltaKind::package;
    cause.sets = {{{delta}}};
    report.attribution.done = true;
    report.attribution.clusters = {found};
    const DeltaName a = {Factor::packages, "a"}, b = {Factor::packages, "b"}, python = {Factor::interpreter, "Python"};
    report.sessions = {
        session(Phase::base, SideName::bad, {}, CellResult::fails),
        session(Phase::base, SideName::good, {}, CellResult::passes),
        session(Phase::isolate, SideName::bad, {}, CellResult::passes),  // other tests: it says nothing of the mixture
        session(Phase::search, SideName::bad, {a, b}, CellResult::passes),
        session(Phase::confirm, SideName::good, {a, python}, CellResult::fails, "F"),
        session(Phase::confirm, SideName::bad, {a}, CellResult::fails, "P"),
        session(Phase::confirm, SideName::bad, {python}, CellResult::fails, "P"),  // predicted for another problem
        session(Phase::drill, SideName::bad, {a}, CellResult::passes),
    };
    return report;
}

}  // namespace

TEST_CASE("a page of HTML is whole and cannot act") {
    for (const int problems : {0, 1, 3, 200}) checked(run(problems));
    const std::string text = checked(hostile_example().comparisons[0].report);
    CHECK_THAT(text, ContainsSubstring("]]&gt; &lt;/script&gt; &lt;/details&gt; @everyone"));
    CHECK_THAT(text, ContainsSubstring("default-src 'none'"));
}

TEST_CASE("each problem has its place on the page, which the list leads to") {
    const std::string text = checked(run(200));
    CHECK(times(text, "<article id=\"problem-") == 200);
    CHECK(times(text, "<a href=\"#problem-") == 200);
    CHECK(times(checked(run(1)), "<a href=\"#problem-") == 0);
}

TEST_CASE("a page of fifty thousand failing tests names each of them once and stays small") {
    const std::string text = html(run(3, 16'667), {});
    CHECK(text.size() < 8'000'000);
    CHECK(times(text, "tests/test_2.py::test_16666\n") == 1);
    CHECK(times(text, "<") < 1000);
}

TEST_CASE("a page of very many problems tells the first ones whole, and says what is left out") {
    const std::string text = html(run(2200), {});
    CHECK(text.size() < 12'000'000);
    CHECK_THAT(text, ContainsSubstring("and 200 more problems: report.json has all of them"));
}

TEST_CASE("the tracebacks of both sides stand beside each other, and the first frame that differs is marked") {
    Report report = run(1);
    Cluster& cluster = report.comparison.clusters[0];
    cluster.error.chain[0].frames = {{"a.py", 1, "outer", "inner()", true}, {"a.py", 9, "inner", "fail()", true}};
    cluster.good_error = cluster.error;
    cluster.good_error->chain[0].frames[1].line = 7;
    cluster.first_difference = cluster.error.chain[0].frames[1];
    const std::string text = checked(report);
    CHECK_THAT(text, ContainsSubstring("<td><code>a.py:1</code> in outer<pre>inner()</pre></td>"
                                       "<td><code>a.py:1</code> in outer<pre>inner()</pre></td></tr>\n"
                                       "<tr class=\"differs\"><td><strong>The sides part here: </strong>"
                                       "<code>a.py:9</code> in inner"));
    CHECK_THAT(text, ContainsSubstring("<td><code>a.py:7</code> in inner"));
    cluster.good_error.reset();
    CHECK_THAT(checked(report), ContainsSubstring("<td rowspan=\"3\"><p class=\"good\">passes in py312</p>"));
}

TEST_CASE("the experiments are the sessions that mixed the two sides, each with what was predicted for this problem") {
    const Report report = experimented();
    const Experiments all = experiments(report, problems(report).at(0));
    REQUIRE(all.rows.size() == 6);
    CHECK(all.factors == std::vector<Factor>{Factor::interpreter, Factor::packages});
    CHECK(all.rows[0].mixture.at(Factor::packages) == Mixture::bad);
    CHECK(all.rows[2].mixture.at(Factor::packages) == Mixture::good);
    CHECK(all.rows[3].mixture.at(Factor::packages) == Mixture::part);
    CHECK(all.rows[3].mixture.at(Factor::interpreter) == Mixture::bad);
    CHECK(all.rows[0].cause == true);
    CHECK(all.rows[1].cause == false);
    CHECK(all.rows[3].cause == true);
    CHECK(all.rows[4].cause == false);
    CHECK_FALSE(all.rows[2].predicted);
    CHECK(all.rows[3].predicted == CellResult::fails);
    CHECK(all.rows[4].predicted == CellResult::passes);
    CHECK_FALSE(all.rows[5].predicted);
}

TEST_CASE("without the cause, what hides behind the failure may have been predicted") {
    Report report = experimented();
    report.attribution.clusters[0].cause->layers.emplace_back();
    const auto row = [&](const char* predicted) {
        report.sessions[3].predicted = predicted;
        return experiments(report, problems(report).at(0)).rows[2].predicted;
    };
    CHECK(row("X") == CellResult::other);
    CHECK(row("P") == CellResult::passes);
    CHECK_FALSE(row("F"));
    CHECK_FALSE(row("by cluster"));
}

TEST_CASE("the table of experiments says what was not as predicted, and how each session is repeated") {
    const std::string text = checked(experimented());
    CHECK(times(text, "not as predicted") == 1);
    CHECK_THAT(text, ContainsSubstring("py311, but a of py312"));
    CHECK_THAT(text, ContainsSubstring("<pre>pytest tests</pre>"));
}

TEST_CASE("the picture separates the sessions with the cause from those without it") {
    const Report report = experimented();
    const Problem problem = problems(report).at(0);
    const std::string picture = html_picture(report, problem, experiments(report, problem));
    CHECK_THAT(picture, ContainsSubstring("the cause as in py311: 3 fail, 0 pass; as in py312: 1 fail, 2 pass."));
    CHECK_THAT(picture, ContainsSubstring("interpreter as in py311: 3 fail, 1 pass; as in py312: 1 fail, 1 pass."));
    // One row for the cause, and one for each of two factors, with a mark for each session.
    CHECK(times(picture, "class=\"f\"") == 12);
    CHECK(times(picture, "class=\"p\"") == 6);
}

TEST_CASE("text becomes HTML in which nothing is interpreted") {
    CHECK(html_text("<a href=\"javascript:x\" onclick='y'>&amp;") ==
          "&lt;a href=&quot;javascript:x&quot; onclick=&#39;y&#39;&gt;&amp;amp;");
    CHECK(html_line("hidden by `except <x>` in a`b") == "hidden by <code>except &lt;x&gt;</code> in a`b");
    CHECK(html_text("\x1b[31mred\x1b[0m") == "red");
}
