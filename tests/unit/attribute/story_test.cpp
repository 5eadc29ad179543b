#include "attribute/story.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

ElementSet elements(const std::vector<int>& deltas) {
    ElementSet set;
    for (const int d : deltas) set.push_back(set_of(6, {d}));
    return set;
}

/// Deltas 0 and 1 together, or delta 2 alone, bring the failure. Delta 3 brings the failure behind it.
Story two_layers() {
    Story story;
    story.floor = Bits(6);
    story.layers.push_back({{}, Bits(6, true), {elements({0, 1}), elements({2})}, {}, true, false});
    story.layers.push_back({"behind", set_of(6, {1, 3, 4, 5}), {elements({3})}, {}, true, true});
    return story;
}

Run run_of(CellResult result, const std::string& identity) {
    Run run;
    run.bad = Bits(6);
    run.result = result;
    run.identity = &identity;
    return run;
}

}  // namespace

TEST_CASE("hitting sets: the smallest repairs of all sets at once") {
    CHECK(hitting_sets({elements({0, 1})}) == std::vector<ElementSet>{elements({0}), elements({1})});
    CHECK(hitting_sets({elements({0}), elements({2})}).front().size() == 2);
    // The failure needs a and (b or c), so a alone repairs it, or b together with c.
    const auto hits = hitting_sets({elements({0, 1}), elements({0, 2})});
    REQUIRE(hits.size() == 2);
    CHECK(hits[0] == elements({0}));
    CHECK(united(hits[1], 6) == set_of(6, {1, 2}));
}

TEST_CASE("hitting sets share an element with each set, and none is a part of another") {
    const std::vector<ElementSet> sets{elements({0, 1, 2}), elements({2, 3}), elements({1, 4}), elements({5})};
    const auto hits = hitting_sets(sets);
    for (const auto& hit : hits) {
        for (const auto& set : sets) CHECK(united(hit, 6).intersects(united(set, 6)));
        for (const auto& other : hits) CHECK((other == hit || !united(other, 6).subset_of(united(hit, 6))));
    }
    CHECK(hits.size() > 2);
}

TEST_CASE("a story predicts the outermost failure of which a whole set is bad") {
    const Story story = two_layers();
    CHECK(story.predict(Bits(6)) == 0);
    CHECK(story.predict(set_of(6, {0})) == 0);
    CHECK(story.predict(set_of(6, {0, 1})) == 1);
    CHECK(story.predict(set_of(6, {2, 3})) == 1);
    CHECK(story.predict(set_of(6, {0, 3, 5})) == 2);
    CHECK(story.relevant(6) == set_of(6, {0, 1, 2, 3}));
}

TEST_CASE("a story of whole factors says nothing of a factor that is swapped in part") {
    Story story;
    story.layers.push_back({{}, Bits(6, true), {{set_of(6, {0, 1, 2})}}, {}, true, true});
    CHECK(story.speaks_of(set_of(6, {0})));
    story.factor_level = true;
    CHECK_FALSE(story.speaks_of(set_of(6, {0})));
    CHECK(story.speaks_of(set_of(6, {0, 1, 2, 4})));
    CHECK(story.speaks_of(set_of(6, {4})));
}

TEST_CASE("the level of a session: its failure, a layer's, another one's, or nothing") {
    const Story story = two_layers();
    const std::string behind = "behind", elsewhere = "elsewhere", none;
    CHECK(level_of(run_of(CellResult::passes, none), story) == 0);
    CHECK(level_of(run_of(CellResult::fails, none), story) == 1);
    CHECK(level_of(run_of(CellResult::other, behind), story) == 2);
    CHECK(level_of(run_of(CellResult::other, elsewhere), story) == level_other);
    CHECK(level_of(run_of(CellResult::nothing, none), story) == level_nothing);
}
