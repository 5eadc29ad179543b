#include "attribute/test_groups.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

LogEntry tests(const Bits& bad, const std::string& letters) {
    LogEntry entry = session(bad, CellResult::nothing);
    entry.observation.results[0].tests = letters;
    return entry;
}

struct Groups {
    Question q = question_of({{Factor::packages, 3}});
    Log log;
    std::vector<Experiment> wanted;

    std::vector<TestGroup> of() {
        Wanted more(log);
        const auto groups = groups_of(q, log, log.size(), false, more);
        wanted = more.experiments;
        return groups;
    }
};

}  // namespace

TEST_CASE("a cluster whose tests agree is one group") {
    Groups g;
    g.log = {tests(Bits(3, true), "FFF"), tests(Bits(3), "PPP")};
    CHECK(g.of() == std::vector<TestGroup>{{0, {}, false}});
    CHECK(g.wanted.empty());
}

TEST_CASE("tests that differ once are run again, and split once the same hybrid repeats it") {
    Groups g;
    g.log = {tests(set_of(3, {0}), "FPF")};
    CHECK(g.of().size() == 1);
    REQUIRE(g.wanted.size() == 1);
    CHECK(g.wanted[0].phase == Phase::recheck);
    g.log.push_back(tests(set_of(3, {0}), "FPF"));
    CHECK(g.of() == std::vector<TestGroup>{{0, {0, 2}, false}, {0, {1}, false}});
    CHECK(g.wanted.empty());
}

TEST_CASE("tests of which one hybrid gave two results are a flaky group") {
    Groups g;
    g.log = {tests(set_of(3, {0}), "FFP"), tests(set_of(3, {0}), "FPP")};
    CHECK(g.of() == std::vector<TestGroup>{{0, {0}, false}, {0, {1}, true}, {0, {2}, false}});
    g.log = {tests(set_of(3, {0}), "FF"), tests(set_of(3, {0}), "PP")};
    CHECK(g.of() == std::vector<TestGroup>{{0, {}, true}});
}

TEST_CASE("a test that gave nothing splits nobody") {
    Groups g;
    g.log = {tests(set_of(3, {0}), "FU-"), tests(set_of(3, {0}), "FU-")};
    CHECK(g.of().size() == 1);
    CHECK(g.wanted.empty());
}
