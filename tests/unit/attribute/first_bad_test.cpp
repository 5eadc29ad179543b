#include "attribute/first_bad.hpp"

#include <set>

#include "catch.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {
FirstBad play(int count, int first, const std::set<int>& unbuildable, std::vector<EntryResult>& log) {
    while (true) {
        const auto answer = first_bad(count, log);
        if (answer.next.empty() || log.size() > 200) return answer;
        for (const int entry : answer.next)
            log.emplace_back(entry, unbuildable.count(entry) ? CellResult::nothing
                                    : entry >= first         ? CellResult::fails
                                                             : CellResult::passes);
    }
}
}  // namespace

TEST_CASE("first_bad finds every boundary and confirms it") {
    for (int count = 2; count < 40; ++count)
        for (int first = 1; first < count; ++first) {
            std::vector<EntryResult> log;
            const auto answer = play(count, first, {}, log);
            REQUIRE(answer.first_bad == first);
            REQUIRE(answer.last_good == first - 1);
            REQUIRE(answer.confirmed);
            REQUIRE(log.size() <= 4u + 6u);
        }
}

TEST_CASE("first_bad passes over what cannot be built and names it") {
    std::vector<EntryResult> log;
    const auto answer = play(10, 6, {4, 5, 8}, log);
    CHECK(answer.first_bad == 6);
    CHECK(answer.last_good == 3);
    CHECK(answer.skipped == std::vector<int>{4, 5});
    CHECK(answer.confirmed);
}

TEST_CASE("first_bad says when the boundary does not hold") {
    CHECK(first_bad(3, {{1, CellResult::fails}, {1, CellResult::passes}}).contradicted);
    CHECK(first_bad(3, {{0, CellResult::fails}}).contradicted);
    CHECK_THROWS_AS(first_bad(1, {}), std::invalid_argument);
}
