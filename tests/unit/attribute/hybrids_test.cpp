#include "attribute/hybrids.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

TEST_CASE("the next copy is the first environment that was not used") {
    const std::vector<SeenHybrid> seen{{set_of(3, {0}), 0}, {set_of(3, {0}), 1}, {set_of(3, {1}), 4}};
    CHECK(next_copy(seen, set_of(3, {0})) == 2);
    CHECK(next_copy(seen, set_of(3, {1})) == 5);
    CHECK(next_copy(seen, set_of(3, {2})) == 0);
}

TEST_CASE("three deltas have few hybrids, four have not, unless needs or a floor leave few") {
    CHECK(few_hybrids(Needs(3), Bits(3)));
    CHECK_FALSE(few_hybrids(Needs(4), Bits(4)));
    CHECK(few_hybrids(Needs(4), set_of(4, {1})));
    Needs needs(4);
    needs.add({0, SideName::bad, 1});
    CHECK_FALSE(few_hybrids(needs, Bits(4)));  // twelve hybrids are left
    needs.add({1, SideName::bad, 2});
    CHECK(few_hybrids(needs, Bits(4)));  // eight hybrids are left
}
