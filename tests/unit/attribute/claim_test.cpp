#include "attribute/claim.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

/// The story in which deltas 0 and 1 of four are needed together.
Story both_needed() {
    Story story;
    story.floor = Bits(4);
    const ElementSet set{set_of(4, {0}), set_of(4, {1})};
    story.layers.push_back({{}, Bits(4, true), {set}, hitting_sets({set}), true, true});
    return story;
}

struct Confirming {
    Question q = question_of({{Factor::packages, 4}});
    Log log;
    Story story = both_needed();

    attribute::Confirmation evaluate(int repeats) {
        const Knowledge knowledge(q, log, log.size(), {0, {}, false}, false);
        std::vector<const Run*> runs;
        for (const auto& run : knowledge.runs()) runs.push_back(&run);
        auto confirmation = attribute::evaluate(claim_of(q, Needs(4), 1, story), runs, repeats);
        agreeing = confirmation.agreeing.size();
        return confirmation;
    }
    std::size_t agreeing = 0;
};

}  // namespace

TEST_CASE("a claim has a pattern for each set and for each hit") {
    const Question q = question_of({{Factor::packages, 4}});
    const Story story = both_needed();
    const Claim claim = claim_of(q, Needs(4), 1, story);
    CHECK(claim.relevant == set_of(4, {0, 1}));
    REQUIRE(claim.patterns.size() == 3);
    CHECK(claim.patterns[0].bad == set_of(4, {0, 1}));
    CHECK(claim.patterns[0].level == 1);
    CHECK(claim.patterns[1].bad == set_of(4, {1}));
    CHECK(claim.patterns[1].level == 0);
    CHECK(claim.patterns[2].bad == set_of(4, {0}));
}

TEST_CASE("a claim is confirmed once each pattern was seen often enough") {
    Confirming c;
    c.log = {session(set_of(4, {0, 1}), CellResult::fails), session(set_of(4, {0, 2}), CellResult::passes)};
    CHECK_FALSE(c.evaluate(1).confirmed);
    c.log.push_back(session(set_of(4, {1, 3}), CellResult::passes));
    const auto confirmation = c.evaluate(1);
    CHECK(confirmation.confirmed);
    CHECK(confirmation.agreed == std::vector<int>{1, 1, 1});
    CHECK(confirmation.environments == 3);
    CHECK((confirmation.fail_fail == 1 && confirmation.pass_other == 2 &&
           confirmation.fail_other + confirmation.pass_fail == 0));
    CHECK_FALSE(c.evaluate(2).confirmed);
}

TEST_CASE("one contradiction and nothing is confirmed") {
    Confirming c;
    c.log = {session(set_of(4, {0, 1}), CellResult::fails), session(set_of(4, {0}), CellResult::passes),
             session(set_of(4, {1}), CellResult::passes), session(set_of(4, {1, 2}), CellResult::fails)};
    const auto confirmation = c.evaluate(1);
    CHECK_FALSE(confirmation.confirmed);
    CHECK(confirmation.contradicting.size() == 1);
    CHECK(confirmation.pass_fail == 1);
}

TEST_CASE("no result is left out, and so is another failure where none was predicted") {
    Confirming c;
    c.log = {session(set_of(4, {0, 1}), CellResult::nothing), session(set_of(4, {2}), CellResult::other, "else")};
    auto confirmation = c.evaluate(1);
    CHECK(confirmation.agreeing.empty());
    CHECK(confirmation.masked.size() == 1);
    CHECK(confirmation.contradicting.empty());
    // If the failure was predicted, another failure contradicts the claim.
    c.log = {session(set_of(4, {0, 1}), CellResult::other, "else")};
    confirmation = c.evaluate(1);
    CHECK(confirmation.contradicting.size() == 1);
    CHECK(confirmation.fail_other == 1);
}

TEST_CASE("the same environment counts once, one that is built anew counts again") {
    Confirming c;
    c.log = {session(set_of(4, {0, 1}), CellResult::fails), session(set_of(4, {0, 1}), CellResult::fails)};
    CHECK(c.evaluate(1).environments == 1);
    c.log[1].experiment.copy = 1;
    CHECK(c.evaluate(1).environments == 2);
    CHECK(c.agreeing == 2);
}
