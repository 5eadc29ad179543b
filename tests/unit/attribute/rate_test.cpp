#include "attribute/rate.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "attribute/random.hpp"
#include "catch.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

constexpr CellResult F = CellResult::fails, P = CellResult::passes;

CellResult tossed(Random& random, double rate) { return random.uniform() < rate ? F : P; }

/// The results of the bad side's session and of the good side's in one pair, by its number.
using World = std::function<std::pair<CellResult, CellResult>(Random& random, int number)>;

/// In how many of `runs` runs a difference is said to be shown within 200 pairs.
int shown_of(int runs, const World& world) {
    int shown = 0;
    for (int run = 0; run < runs; ++run) {
        Random random(static_cast<std::uint64_t>(run) + 1);
        RateComparison rates;
        for (int i = 0; i < 200 && !rates.shown; ++i) {
            const auto [bad, good] = world(random, i);
            add_pair(rates, bad, good);
        }
        shown += rates.shown;
    }
    return shown;
}

/// After how many pairs half of 1,000 runs have shown the difference.
int median_pairs(double bad, double good) {
    std::vector<int> pairs;
    for (int run = 0; run < 1000; ++run) {
        Random random(static_cast<std::uint64_t>(run) + 1);
        RateComparison rates;
        while (!rates.shown && rates.pairs() < 1000) {
            const CellResult one = tossed(random, bad), other = tossed(random, good);
            add_pair(rates, one, other);
        }
        CHECK(rates.more() == SideName::bad);
        pairs.push_back(rates.pairs());
    }
    std::nth_element(pairs.begin(), pairs.begin() + 500, pairs.end());
    return pairs[500];
}

}  // namespace

TEST_CASE("seven pairs that fail on one side alone show a difference, and six do not") {
    RateComparison rates;
    for (int i = 0; i < 6; ++i) add_pair(rates, F, P);
    CHECK_FALSE(rates.shown);
    add_pair(rates, F, P);
    CHECK(rates.shown);
    CHECK(rates.evidence > 20);
    CHECK(rates.more() == SideName::bad);
    CHECK(rates.bad.failed == 7);
    CHECK(rates.good.failed == 0);
    CHECK(rates.pairs() == 7);
    set_bounds(rates);
    CHECK(rates.bad.low > rates.good.high);
}

TEST_CASE("the good side may be the one that fails more often") {
    RateComparison rates;
    for (int i = 0; i < 7; ++i) add_pair(rates, P, F);
    CHECK(rates.shown);
    CHECK(rates.more() == SideName::good);
}

TEST_CASE("pairs that do the same on both sides say nothing of a difference") {
    RateComparison rates;
    for (int i = 0; i < 100; ++i) add_pair(rates, i % 2 ? F : P, i % 2 ? F : P);
    CHECK(rates.evidence == Approx(1));
    CHECK(rates.bad.failed == 50);
}

TEST_CASE("a pair counts only if both of its sessions gave a result") {
    RateComparison rates;
    for (int i = 0; i < 10; ++i) add_pair(rates, F, CellResult::nothing), add_pair(rates, CellResult::other, P);
    CHECK(rates.pairs() == 0);
    CHECK(rates.lost == 20);
    CHECK_FALSE(rates.shown);
}

TEST_CASE("in 10,000 worlds in which the sides make no difference, fewer than 5 of 100 are said to differ") {
    SECTION("a coin of one rate") {
        for (const double rate : {0.02, 0.3, 0.5, 0.9})
            CHECK(shown_of(10'000, [&](Random& random, int) {
                      const CellResult one = tossed(random, rate), other = tossed(random, rate);
                      return std::pair(one, other);
                  }) < 500);
    }
    SECTION("a rate that drifts with time") {
        CHECK(shown_of(10'000, [](Random& random, int number) {
                  const double rate = number % 40 < 20 ? 0.1 : 0.8;
                  const CellResult one = tossed(random, rate), other = tossed(random, rate);
                  return std::pair(one, other);
              }) < 500);
    }
    SECTION("two sessions that take a port from each other, so that always one of them fails") {
        CHECK(shown_of(10'000, [](Random& random, int) {
                  const bool bad = random.below(2) == 0;
                  return std::pair(bad ? F : P, bad ? P : F);
              }) < 500);
    }
}

TEST_CASE("a difference that is there is shown soon: the figures of docs/attribution.md") {
    CHECK(median_pairs(0.35, 0) == 19);
    CHECK(median_pairs(0.5, 0.1) == 20);
    CHECK(median_pairs(0.1, 0) == 66);
    CHECK(median_pairs(0.9, 0.6) == 33);
}

TEST_CASE("the bounds of a rate hold it at every look of most runs") {
    std::map<std::pair<int, int>, SideRate> known;
    for (const double rate : {0.05, 0.4, 0.95}) {
        int left = 0;
        for (int run = 0; run < 2'000; ++run) {
            Random random(static_cast<std::uint64_t>(run) + 1);
            int failed = 0;
            bool inside = true;
            for (int sessions = 1; sessions <= 100; ++sessions) {
                failed += tossed(random, rate) == F;
                const auto [found, is_new] = known.try_emplace({failed, sessions});
                if (is_new) found->second = rate_of(failed, sessions);
                const SideRate& seen = found->second;
                inside = inside && seen.low <= rate && rate <= seen.high;
            }
            left += !inside;
        }
        CHECK(left < 100);  // 5 %
    }
}

TEST_CASE("the bounds of a rate are 0 and 1 where nothing speaks against them") {
    CHECK(rate_of(0, 0).low == 0);
    CHECK(rate_of(0, 0).high == 1);
    CHECK(rate_of(0, 20).low == 0);
    CHECK(rate_of(0, 20).high < 0.3);
    CHECK(rate_of(20, 20).high == 1);
    CHECK(rate_of(20, 20).low > 0.7);
    const SideRate half = rate_of(50, 100);
    CHECK(half.low == Approx(1 - half.high));
    CHECK(half.low < 0.4);
    CHECK(half.low > 0.3);
}
