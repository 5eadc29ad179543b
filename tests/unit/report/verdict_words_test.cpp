#include "report/verdict_words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

ClusterAttribution found_of(Verdict verdict, std::vector<Caveat> caveats = {}) {
    ClusterAttribution found;
    found.verdicts = {std::move(verdict)};
    found.caveats = std::move(caveats);
    return found;
}

Verdict verdict_of(VerdictKind kind, VerdictReason reason) {
    Verdict verdict;
    verdict.factor = Factor::environ, verdict.kind = kind, verdict.reason = reason;
    return verdict;
}

/// The lines about the factors that are not the cause, as "label: text".
std::vector<std::string> lines(const ClusterAttribution& found) {
    Problem problem;
    problem.found = &found;
    std::vector<std::string> result;
    for (const auto& [label, text] : other_verdicts({}, problem, false)) result.push_back(label + ": " + text);
    return result;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("Every reason of a verdict has words, but for none") {
    for (int reason = 1; reason <= static_cast<int>(VerdictReason::as_noted); ++reason) {
        CAPTURE(reason);
        CHECK_FALSE(
            reason_words(verdict_of(VerdictKind::unproven, static_cast<VerdictReason>(reason)), {{CaveatKind::many}})
                .empty());
    }
    CHECK(reason_words(Verdict{}, {}).empty());
}

TEST_CASE("What the cluster's caveat says of all factors is not said of each") {
    const auto noted = verdict_of(VerdictKind::unproven, VerdictReason::as_noted);
    CHECK(lines(found_of(noted, {{CaveatKind::many}})).empty());
    CHECK(lines(found_of(noted, {{CaveatKind::many}, {CaveatKind::side_by_side}})) ==
          Lines{"unproven: environ: many differences matter together, of many factors"});
    CHECK(lines(found_of(verdict_of(VerdictKind::unproven, VerdictReason::no_cause))).empty());
    CHECK(lines(found_of(verdict_of(VerdictKind::unproven, VerdictReason::other_failure))) ==
          Lines{"unproven: environ: only another failure was seen"});
}

TEST_CASE("What a verdict depends on is said once") {
    Verdict welded = verdict_of(VerdictKind::proven, VerdictReason::together);
    welded.jointly_with = {Factor::packages};
    CHECK(lines(found_of(welded)) ==
          Lines{"proven: environ: proven together with packages; they cannot be swapped apart"});
    welded.reason = VerdictReason::both;
    CHECK(lines(found_of(welded)) ==
          Lines{"proven: environ: repairs and induces the failure; only together with packages"});
    Verdict layered = verdict_of(VerdictKind::proven, VerdictReason::uncovers);
    layered.given = {"jinja2"};
    CHECK(lines(found_of(layered)) ==
          Lines{"proven: environ: causes the failure; repairing it uncovers another; once repaired: jinja2"});
    CHECK(lines(found_of(verdict_of(VerdictKind::ruled_out, VerdictReason::neither))) == Lines{"ruled out: environ"});
}

TEST_CASE("A factor that was swapped in one direction has what was seen") {
    Verdict verdict = verdict_of(VerdictKind::untestable, VerdictReason::not_swappable);
    CHECK(lines(found_of(verdict)) == Lines{"not tried: environ: could not be swapped alone"});
    verdict.induce.P = 2;
    verdict.repair.U = 3;
    CHECK(lines(found_of(verdict)) ==
          Lines{"not tried: environ: good with bad's environ passes; bad with good's could not be tried"});
}

TEST_CASE("Mixes are counted once, however many environments of one mix were built") {
    Cause cause;
    CHECK(agreement(cause).empty());
    cause.sessions = 10, cause.environments = cause.mixes = 6;
    CHECK(agreement(cause) == "10 sessions in 6 different mixes of the two sides agree");
    cause.mixes = 2;
    CHECK(agreement(cause) == "10 sessions in 2 different mixes of the two sides, in 6 environments built anew, agree");
}

TEST_CASE("Where the sessions ended before a cause was shown, what they did show is told") {
    Report report;
    report.bad.name = "ci", report.good.name = "local";
    const auto add = [&](SideName from, CellResult result, std::vector<DeltaName> taken) {
        SessionSummary& session = report.sessions.emplace_back();
        session.phase = Phase::search, session.from = from, session.taken = std::move(taken);
        session.results = {{1, result}};
    };
    add(SideName::good, CellResult::fails, {{Factor::packages, "httpx"}});
    add(SideName::good, CellResult::fails, {{Factor::packages, "httpx"}});
    add(SideName::bad, CellResult::passes, {{Factor::packages, "httpx"}});
    add(SideName::good, CellResult::passes, {{Factor::packages, "six"}});
    add(SideName::good, CellResult::fails, {{Factor::packages, "six"}, {Factor::packages, "idna"}});
    Cluster cluster;
    cluster.id = 1;
    cluster.tests = {{"t.py::one", Outcome::failed, Outcome::passed}};
    ClusterAttribution found;
    found.cluster = 1;
    const auto told = [&] { return other_verdicts(report, {1, {&cluster}, &found}, false); };
    using Rows = std::vector<std::pair<std::string, std::string>>;
    CHECK(told() == Rows{{"seen", "local, but httpx as in ci: it fails the same way"},
                         {"seen", "ci, but httpx as in local: it passes"}});
    found.cause.emplace();
    CHECK(told().empty());
}
