#pragma once
#include <string>
#include <vector>

#include "model/ci_report.hpp"
#include "report/assemble.hpp"

namespace testskew::report {

/// Text that does harm where it is not escaped: control characters of terminals, commands of CIs, ends of markup.
inline const std::string hostile = std::string("\x1b[31mred\x1b[0m \x1b]0;title\a") + '\0' +
                                   "\xED\xA0\x80 \xE2\x80\xAE"
                                   "desrever\r\n::error::pwned\n%0A ]]> </script> </details> @everyone | ` *x* \x07";

/// A failure of `count` tests, with a place of its own for each number.
inline Cluster failing_cluster(int id, int count, const std::string& message) {
    Cluster cluster;
    cluster.id = id;
    cluster.fingerprint = {"0123456789abcde" + std::to_string(id), ""};
    for (int i = 0; i < count; ++i)
        cluster.tests.push_back(
            {"tests/test_" + std::to_string(id) + ".py::test_" + std::to_string(i), Outcome::failed, Outcome::passed});
    cluster.error.type = "TypeError";
    cluster.error.message = message;
    cluster.error.path = "shop/cart.py";
    cluster.error.line = 10 + id;
    cluster.error.function = "total";
    ExceptionRecord exception;
    exception.type = "TypeError";
    exception.message = message;
    exception.frames = {{"shop/cart.py", 10 + id, "total", "return sum(prices)", true}};
    cluster.error.chain = {exception};
    return cluster;
}

/// Marks a cluster as one with a proven cause.
inline void prove(Report& report, int id) {
    ClusterAttribution found;
    found.cluster = id;
    found.problem = id;
    Cause cause;
    cause.factors = {Factor::interpreter};
    cause.verdict = VerdictKind::proven;
    CauseDelta delta;
    delta.name = "python";
    delta.bad = "3.11.7";
    delta.good = "3.12.1";
    cause.sets = {{{delta}}};
    found.cause = cause;
    report.attribution.done = true;
    report.attribution.clusters.push_back(found);
}

/// Two legs, of which py311 failed for `problems` reasons.
inline CiReport ci_example(int problems, const std::string& message = "bad operand") {
    CiReport report;
    CiLeg bad, good;
    bad.name = "py311", bad.python = "3.11.7", bad.state = LegState::failed;
    bad.outcomes = {{Outcome::failed, problems}, {Outcome::passed, 2}};
    good.name = "py312", good.python = "3.12.1", good.outcomes = {{Outcome::passed, problems + 2}};
    report.legs = {bad, good};
    CiComparison one;
    one.bad = 0, one.good = 1;
    ReportSide b, g;
    b.name = "py311", b.python = "3.11.7", b.outcomes = bad.outcomes;
    g.name = "py312", g.python = "3.12.1", g.outcomes = good.outcomes;
    Comparison comparison;
    for (int i = 1; i <= problems; ++i)
        comparison.clusters.push_back(failing_cluster(i, 1, message + " " + std::to_string(i)));
    comparison.differences = {{Factor::interpreter, {{"python", "3.11.7", "3.12.1"}}, true}};
    one.report = assemble(b, g, comparison, {}, {});
    report.comparisons = {one};
    report.exit_code = ExitCode::unattributed;
    return report;
}

/// The same with `tests` failing tests in each problem.
inline CiReport large_example(int problems, int tests, const std::string& message = "bad operand") {
    CiReport report = ci_example(problems, message);
    for (Cluster& cluster : report.comparisons[0].report.comparison.clusters)
        cluster.tests = failing_cluster(cluster.id, tests, message).tests;
    return report;
}

/// The example with hostile text in every name and message.
inline CiReport hostile_example() {
    CiReport report = ci_example(3, hostile);
    for (CiLeg& leg : report.legs) leg.name = leg.why = hostile;
    Report& run = report.comparisons[0].report;
    run.bad.name = run.good.name = run.bad.selection = hostile;
    run.notes = {hostile};
    run.comparison.differences.push_back({Factor::packages, {{hostile, hostile, hostile}}, true});
    for (Cluster& cluster : run.comparison.clusters) {
        cluster.tests[0].id = "tests/test_a.py::test[" + hostile + "]";
        cluster.no_result = {NoResultKind::skipped, hostile, hostile};
        cluster.error.type = cluster.error.source = cluster.error.function = hostile;
        cluster.error.path = hostile;
        cluster.error.request = Request{hostile, hostile, 500};
        ExceptionRecord& exception = cluster.error.chain[0];
        exception.type = exception.message = hostile;
        exception.frames = {{hostile, 1, hostile, hostile, true}};
    }
    return report;
}

/// The parts of a text between line ends.
inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines = {""};
    for (const char c : text)
        if (c == '\n')
            lines.emplace_back();
        else
            lines.back() += c;
    if (lines.back().empty()) lines.pop_back();
    return lines;
}

}  // namespace testskew::report
