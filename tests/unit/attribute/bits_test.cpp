#include "attribute/bits.hpp"

#include <set>

#include "attribute/random.hpp"
#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew::attribute;

TEST_CASE("sets work across the borders of words") {
    const Bits a = set_of(130, {0, 63, 64, 129}), b = set_of(130, {63, 100});
    CHECK((a | b).members() == std::vector<int>{0, 63, 64, 100, 129});
    CHECK((a & b).members() == std::vector<int>{63});
    CHECK((a - b).members() == std::vector<int>{0, 64, 129});
    CHECK(a.count() == 4);
    CHECK(a.intersects(b));
    CHECK_FALSE((a - b).intersects(b));
    CHECK((a & b).subset_of(b));
    CHECK_FALSE(a.subset_of(b));
}

TEST_CASE("a complement has no members beyond the last delta") {
    const Bits none(70);
    CHECK_FALSE(none.any());
    CHECK((~none).count() == 70);
    CHECK(~~none == none);
    CHECK(Bits(70, true) == ~none);
    CHECK(Bits(64, true).count() == 64);
    CHECK_FALSE(Bits(0, true).any());
}

TEST_CASE("order and hash tell sets apart and never change") {
    const Bits a = set_of(5, {1}), b = set_of(5, {2});
    CHECK((a < b) != (b < a));
    CHECK_FALSE(a < a);
    CHECK(a.hash() == set_of(5, {1}).hash());
    CHECK(a.hash() != b.hash());
}

TEST_CASE("the random numbers are splitmix64's") {
    Random random(1234567);
    CHECK(random.next() == 6457827717110365317ULL);
    CHECK(random.next() == 3203168211198807973ULL);
    CHECK(random.next() == 9817491932198370423ULL);
}

TEST_CASE("random choices stay within their bounds, and a shuffle loses nothing") {
    Random random(5);
    std::set<int> seen;
    for (int i = 0; i < 200; ++i) {
        seen.insert(random.below(4));
        const double u = random.uniform();
        CHECK((u >= 0 && u < 1));
    }
    CHECK(seen == std::set<int>{0, 1, 2, 3});
    std::vector<int> values{1, 2, 3, 4, 5, 6, 7, 8};
    const auto before = values;
    random.shuffle(values);
    CHECK(values != before);
    CHECK(std::multiset<int>(values.begin(), values.end()) == std::multiset<int>(before.begin(), before.end()));
}
