#include "attribute/builds.hpp"

#include "attribute/needs.hpp"
#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

LogEntry entry(const Bits& bad, bool built) {
    LogEntry e = session(bad);
    e.observation.built = built;
    return e;
}

}  // namespace

TEST_CASE("builds that succeed clear what those that failed accuse") {
    Question q;
    q.deltas.resize(4);
    Log log{entry(Bits(4), true), entry(Bits(4, true), true), entry(set_of(4, {0, 1}), false)};
    Builds builds(q, log, log.size(), Needs(4));
    REQUIRE(builds.failed().size() == 1);
    CHECK(builds.failures() == 1);
    CHECK(builds.failed()[0].pairs == 4);  // 0 or 1 needs 2 or 3
    CHECK_FALSE(builds.only_reason(builds.failed()[0]));

    log.push_back(entry(set_of(4, {1}), true));
    log.push_back(entry(set_of(4, {0, 1, 3}), true));
    builds = Builds(q, log, log.size(), Needs(4));
    REQUIRE(builds.failed()[0].pairs == 1);
    const auto reason = builds.only_reason(builds.failed()[0]);
    REQUIRE(reason);
    CHECK(reason->delta == 0);
    CHECK(reason->needs == 3);

    // The reason counts only once the build has failed twice.
    CHECK(Needs::learned(q, log, log.size()).empty());
    log.push_back(log[2]);
    const Needs needs = Needs::learned(q, log, log.size());
    CHECK(needs.down(set_of(4, {0})) == set_of(4, {0, 3}));
    CHECK(needs.worked_out_within(set_of(4, {0, 3})));
    CHECK_FALSE(needs.worked_out_within(set_of(4, {0, 1})));
    CHECK(Builds(q, log, log.size(), needs).failed().empty());
}

TEST_CASE("a set that was built once is not one that cannot be built") {
    Question q;
    q.deltas.resize(2);
    const Log log{entry(set_of(2, {0}), false), entry(set_of(2, {0}), true)};
    CHECK(Builds(q, log, log.size(), Needs(2)).failed().empty());
}

TEST_CASE("the chance of a build is lower where more of what may be needed is missing") {
    Question q;
    q.deltas.resize(20);
    Log log{entry(Bits(20), true), entry(Bits(20, true), true), entry(set_of(20, {0}), false)};
    Builds builds(q, log, log.size(), Needs(20));
    builds.draw_explanations(Random(7));
    Bits most = Bits(20, true);
    most.set(19, false);
    CHECK(builds.chance(most) > 0.8);
    CHECK(builds.chance(set_of(20, {0, 1})) < 0.3);
    CHECK(builds.chance(Bits(20)) > 0.95);
    const auto telling = builds.telling(set_of(20, {0}), Bits(20), Needs(20), Random(3));
    REQUIRE(telling);
    CHECK(telling->test(0));
    CHECK(telling->count() > 4);
    CHECK(telling->count() < 17);
}
