#include "attribute/finding.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

/// Two packages and a variable, of which package 0 is the cause, and a case that is searched and confirmed.
struct Shown {
    Question q = question_of({{Factor::packages, 2}, {Factor::environ, 1}});
    Needs needs{3};
    Log log{session(set_of(3, {0, 1}), CellResult::fails),    // the variable repaired
            session(set_of(3, {2}), CellResult::passes),      // only the variable induced
            session(set_of(3, {0}), CellResult::fails),       // the cause alone
            session(set_of(3, {1, 2}), CellResult::passes)};  // all but the cause
    Case c;

    Shown() {
        const ElementSet set{set_of(3, {0})};
        c.story.floor = Bits(3);
        c.story.layers.push_back({{}, Bits(3, true), {set}, {set}, true, true});
        c.searched = true;
        c.confirmation.confirmed = true;
    }

    Finding finding() {
        const Knowledge knowledge(q, log, log.size(), c.group, false);
        if (c.confirmation.agreeing.empty())
            for (const auto& run : knowledge.runs()) c.confirmation.agreeing.push_back(&run);
        const auto result = finding_of(q, needs, knowledge, c);
        c.confirmation.agreeing.clear();
        return result;
    }
};

using Caveats = std::vector<Caveat>;

const Verdict& verdict(const Finding& finding, Factor factor) {
    for (const auto& v : finding.attribution.verdicts)
        if (v.factor == factor) return v;
    throw std::runtime_error("no verdict for " + to_string(factor));
}

}  // namespace

TEST_CASE("a confirmed single cause is proven, and the other factor is ruled out") {
    Shown shown;
    const auto finding = shown.finding();
    CHECK(finding.confirmed);
    CHECK(finding.sets == std::vector<std::vector<int>>{{0}});
    REQUIRE(finding.attribution.cause);
    const auto& cause = *finding.attribution.cause;
    CHECK(cause.verdict == VerdictKind::proven);
    CHECK(cause.relation == Relation::single);
    REQUIRE(cause.sets.size() == 1);
    REQUIRE(cause.sets[0].deltas.size() == 1);
    CHECK(cause.sets[0].deltas[0].name == "packages0");
    CHECK(cause.sets[0].deltas[0].factor == Factor::packages);
    CHECK_FALSE(cause.looked_into);
    CHECK(verdict(finding, Factor::packages).kind == VerdictKind::proven);
    CHECK(verdict(finding, Factor::environ).kind == VerdictKind::ruled_out);
}

TEST_CASE("without confirmation a cause is supported, and a caveat says so") {
    Shown shown;
    shown.c.confirmation.confirmed = false;
    const auto finding = shown.finding();
    CHECK(finding.attribution.cause->verdict == VerdictKind::supported);
    CHECK(finding.attribution.caveats ==
          Caveats{{CaveatKind::unconfirmed, {}, {ObstacleKind::stopped, "the run ended before them"}}});
    CHECK(verdict(finding, Factor::packages).kind == VerdictKind::supported);
}

TEST_CASE("a cause behind which something is left is supported") {
    Shown shown;
    shown.c.story.layers[0].repaired = false;
    const auto finding = shown.finding();
    CHECK(finding.attribution.cause->verdict == VerdictKind::supported);
    CHECK(finding.attribution.caveats == Caveats{{CaveatKind::layers_unknown}});
}

TEST_CASE("a cause that depends on its context is an interaction") {
    Shown shown;
    shown.c.context_dependent = true;
    const auto finding = shown.finding();
    CHECK(finding.context_dependent);
    CHECK_FALSE(finding.confirmed);
    CHECK(finding.attribution.cause->verdict == VerdictKind::interaction);
    CHECK(verdict(finding, Factor::packages).context_dependent);
    CHECK(verdict(finding, Factor::environ).kind != VerdictKind::ruled_out);
}

TEST_CASE("a refuted claim is no cause") {
    Shown shown;
    shown.c.refuted = true;
    const auto finding = shown.finding();
    CHECK_FALSE(finding.attribution.cause);
    CHECK(finding.attribution.caveats == Caveats{{CaveatKind::refuted, {"packages0"}}});
    CHECK(verdict(finding, Factor::packages).kind == VerdictKind::unproven);
}

TEST_CASE("a flaky case has no verdicts and no cause") {
    Shown shown;
    shown.c.flaky = true;
    const auto finding = shown.finding();
    CHECK(finding.attribution.flaky);
    CHECK(finding.attribution.verdicts.empty());
    CHECK_FALSE(finding.attribution.cause);
    CHECK(finding.attribution.caveats == Caveats{{CaveatKind::flaky}});
}

TEST_CASE("a case without a claim shows the cells that there are") {
    Shown shown;
    shown.c.story.layers.clear();
    const auto finding = shown.finding();
    CHECK_FALSE(finding.attribution.cause);
    CHECK(verdict(finding, Factor::environ).kind == VerdictKind::unproven);
    CHECK(verdict(finding, Factor::environ).repair.F == 1);
    CHECK(verdict(finding, Factor::environ).induce.P == 1);
    CHECK(verdict(finding, Factor::environ).reason == VerdictReason::no_cause);
}

TEST_CASE("what a cause of which nobody says what it needs carries along is proven together with it") {
    Shown shown;
    // The package cannot be built without the variable. That was worked out; no build named it.
    LogEntry failed = session(set_of(3, {0}));
    failed.observation.built = false;
    shown.log = {session(Bits(3), CellResult::passes), session(set_of(3, {0, 2}), CellResult::fails),
                 session(set_of(3, {0, 1, 2}), CellResult::fails), failed, failed};
    shown.needs = Needs::learned(shown.q, shown.log, shown.log.size());
    REQUIRE(shown.needs.worked_out_within(set_of(3, {0, 2})));
    const auto finding = shown.finding();
    CHECK(verdict(finding, Factor::packages).jointly_with == std::vector<Factor>{Factor::environ});
    CHECK(verdict(finding, Factor::environ).jointly_with == std::vector<Factor>{Factor::packages});
    CHECK(finding.attribution.cause->factors == std::vector<Factor>{Factor::packages, Factor::environ});
    CHECK(finding.attribution.cause->verdict == VerdictKind::proven);
}

TEST_CASE("findings with one shown cause are one problem") {
    std::vector<Finding> findings(4);
    for (const std::size_t i : {0, 1, 3}) {
        findings[i].attribution.cause = Cause{};
        findings[i].attribution.cause->factors = {Factor::packages};
        findings[i].sets = {{static_cast<int>(i) == 1 ? 5 : 2}};
    }
    number_problems(findings);
    CHECK(findings[0].attribution.problem == 1);
    CHECK(findings[1].attribution.problem == 2);
    CHECK(findings[2].attribution.problem == 0);
    CHECK(findings[3].attribution.problem == 1);
}

TEST_CASE("findings of which one has more behind it are one problem, but not if they part behind it") {
    std::vector<Finding> findings(4);
    for (auto& finding : findings) {
        finding.attribution.cause = Cause{};
        finding.sets = {{2}};
    }
    findings[1].layers = {{{3}}, {{4}}};
    findings[2].layers = {{{3}}};
    findings[3].layers = {{{5}}};
    number_problems(findings);
    CHECK(findings[0].attribution.problem == 1);
    CHECK(findings[1].attribution.problem == 1);
    CHECK(findings[2].attribution.problem == 1);
    CHECK(findings[3].attribution.problem == 2);
}
