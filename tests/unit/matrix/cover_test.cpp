#include "matrix/cover.hpp"

#include "catch.hpp"

using namespace testskew;
using matrix::LegSet;

namespace {

LegSet set_of(std::size_t size, std::initializer_list<std::size_t> elements) {
    LegSet result(size);
    for (const auto one : elements) result.set(one);
    return result;
}

}  // namespace

TEST_CASE("all smallest covers are found, each once") {
    const std::vector<LegSet> sets = {set_of(4, {0, 1}), set_of(4, {2, 3}), set_of(4, {0, 2}), set_of(4, {1, 3}),
                                      set_of(4, {0})};
    const auto found = matrix::covers(set_of(4, {0, 1, 2, 3}), sets, 4, 1000);
    CHECK_FALSE(found.greedy);
    CHECK(found.found == std::vector<std::vector<std::size_t>>{{0, 1}, {2, 3}});
}

TEST_CASE("what the sets do not cover has no cover") {
    CHECK(matrix::covers(set_of(3, {0, 1, 2}), {set_of(3, {0}), set_of(3, {1})}, 4, 1000).found.empty());
    CHECK(matrix::covers(set_of(3, {}), {set_of(3, {0})}, 4, 1000).found.empty());
}

TEST_CASE("a search that is cut gives one greedy cover and says so") {
    std::vector<LegSet> sets;
    for (std::size_t i = 0; i < 12; ++i) sets.push_back(set_of(12, {i}));
    const auto found = matrix::covers(set_of(12, {0, 1, 2, 3, 4, 5}), sets, 4, 1000);
    CHECK(found.greedy);
    REQUIRE(found.found.size() == 1);
    CHECK(found.found[0].size() == 6);
}
