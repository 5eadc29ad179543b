#include "attribute/wanted.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

TEST_CASE("a session that two clusters want is one session") {
    const Log log(3);
    Wanted wanted(log);
    wanted.want(set_of(4, {1}), Phase::search, false, 0, 0, 1, "first");
    wanted.want(set_of(4, {1}), Phase::hit, false, 0, 0, 2, "second");
    wanted.want(set_of(4, {1}), Phase::hit, false, 0, 0, 2, "again");
    REQUIRE(wanted.experiments.size() == 1);
    CHECK(wanted.experiments[0].clusters == std::vector<int>{1, 2});
    CHECK(wanted.experiments[0].reason == "first");
    CHECK(wanted.experiments[0].id == 3);
    CHECK_FALSE(wanted.experiments[0].all_tests);
}

TEST_CASE("another hybrid, alone, copy or role is another session") {
    const Log log;
    Wanted wanted(log);
    wanted.want(set_of(4, {1}), Phase::search, false, 0, 0, 1, "");
    wanted.want(set_of(4, {2}), Phase::search, false, 0, 0, 1, "");
    wanted.want(set_of(4, {1}), Phase::search, true, 0, 0, 1, "");
    wanted.want(set_of(4, {1}), Phase::search, false, 0, 0, 1, "", 1);
    wanted.want(set_of(4, {1}), Phase::recheck, false, 0, 0, 1, "");
    CHECK(wanted.experiments.size() == 5);
    CHECK(wanted.experiments.back().all_tests);
}

TEST_CASE("every confirming session counts by its round and index") {
    const Log log;
    Wanted wanted(log);
    wanted.want(set_of(4, {1}), Phase::confirm, false, 0, 0, 1, "");
    wanted.want(set_of(4, {1}), Phase::confirm, false, 0, 1, 1, "");
    wanted.want(set_of(4, {1}), Phase::confirm, false, 0, 1, 2, "");
    CHECK(wanted.experiments.size() == 2);
    CHECK(wanted.experiments[1].clusters.size() == 2);
}
