#include "drill/drill.hpp"

#include "catch.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::drill;

namespace {

sides::Side side(const char* name, int minor, const std::string& pip) {
    sides::Side s;
    s.name = name;
    s.interpreter.major = 3;
    s.interpreter.minor = minor;
    s.interpreter.version = "3." + std::to_string(minor) + ".1";
    s.interpreter.executable = "/nowhere/python" + s.interpreter.version;
    s.resolution.packages = {{"pip", {pip, "pip==" + pip}}};
    return s;
}

/// The cause of one cluster whose only set is the interpreter and pip; `welds` says which could not be parted.
Cause looked_into(const std::vector<std::vector<int>>& welds, std::string& note) {
    support::ScriptedRunner runner;
    const sides::Factors factors = sides::factors(side("ci", 11, "23.2.1"), side("local", 12, "24.0"), {}, {}, false);
    Cluster cluster;
    cluster.id = 1;
    cluster.tests = {{"t.py::t"}};
    attribute::Conclusion conclusion;
    auto& finding = conclusion.findings.emplace_back();
    finding.attribution.cluster = finding.attribution.problem = 1;
    finding.attribution.cause.emplace();
    finding.attribution.cause->verdict = VerdictKind::proven;
    finding.sets = {{0, 1}};
    finding.welds = welds;
    DrillOptions options;
    options.deadline = runner.now() - std::chrono::hours(1);  // no session can be run
    CHECK(drill_down(runner, factors, {cluster}, conclusion, {}, options).empty());
    note = finding.attribution.note;
    return *finding.attribution.cause;
}

}  // namespace

TEST_CASE("What can only be exchanged together is not looked into one by one") {
    std::string note;
    const Cause cause = looked_into({{0, 1}}, note);
    CHECK(cause.summary.starts_with("one of these, which can only be exchanged together: "));
    REQUIRE(cause.interpreter);
    CHECK(cause.interpreter->first_bad.empty());
    REQUIRE(cause.packages.size() == 1);
    CHECK(cause.packages[0].first_bad.empty());
    CHECK(note.empty());  // nothing was left out for want of time
}

TEST_CASE("What is needed together, and can be exchanged alone, is looked into one by one") {
    std::string note;
    const Cause cause = looked_into({}, note);
    REQUIRE(cause.interpreter);
    CHECK(cause.interpreter->first_bad == "3.11");
    CHECK_THAT(note, ContainsSubstring(
                         "which release of pip was the first to fail is not known: the budget does not allow it"));
}
