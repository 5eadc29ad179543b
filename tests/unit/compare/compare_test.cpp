#include "compare/compare.hpp"

#include "build.hpp"
#include "catch.hpp"
#include "compare/classify.hpp"

using namespace testskew;
using namespace testskew::build;

namespace {
const ExceptionChain a = {raised("TypeError", "a", {project("app.py", "f", "x")})};
const ExceptionChain b = {raised("KeyError", "'b'", {project("app.py", "g", "y")})};
const std::string id = "tests/t.py::t";
}  // namespace

TEST_CASE("each pair of outcomes makes its kind of cluster") {
    const auto kind = [](TestRecord bad, TestRecord good) {
        const auto c = compare::compare(session("ci", {std::move(bad)}), session("local", {std::move(good)}));
        REQUIRE(c.clusters.size() == 1);
        return c.clusters[0];
    };
    CHECK(kind(test(id, Outcome::failed, a), test(id, Outcome::passed)).kind == ClusterKind::regression);
    CHECK(kind(test(id, Outcome::failed, a), test(id, Outcome::failed, a)).kind == ClusterKind::common);
    CHECK(kind(test(id, Outcome::passed), test(id, Outcome::failed, a)).kind == ClusterKind::reverse);
    const auto differently = kind(test(id, Outcome::failed, a), test(id, Outcome::failed, b));
    CHECK(differently.kind == ClusterKind::regression);
    REQUIRE(differently.good_error);
    CHECK(differently.good_error->type == "KeyError");
    CHECK(differently.first_difference);
    const auto skipped = kind(test(id, Outcome::failed, a), test(id, Outcome::skipped));
    CHECK(skipped.kind == ClusterKind::one_sided);
    CHECK(skipped.no_result == NoResult{NoResultKind::skipped, "local"});
    CHECK(kind(test(id, Outcome::failed, a), test("tests/t.py::other", Outcome::passed)).no_result ==
          NoResult{NoResultKind::never_run, "local"});
    CHECK(kind(test(id, Outcome::crashed), test(id, Outcome::passed)).kind == ClusterKind::regression);
    CHECK(kind(test(id, Outcome::skipped), test(id, Outcome::failed, a)).kind == ClusterKind::one_sided);
}

TEST_CASE("where the other side could not collect everything, what would run its other tests is named") {
    auto bad = session("ci", {});
    bad.collection.push_back(not_collected("tests/t.py", a));
    auto good = session("local", {test(id, Outcome::not_run)});
    CHECK(compare::compare(bad, good).clusters.at(0).no_result == NoResult{NoResultKind::ended_before, "local"});
    good.collection.push_back(not_collected("tests/u.py", b));
    good.exit_status = 2;
    const auto c = compare::compare(bad, good).clusters.at(0);
    CHECK(c.kind == ClusterKind::one_sided);
    CHECK(c.no_result == NoResult{NoResultKind::collection_failed, "local"});
}

TEST_CASE("tests that one side did not collect are named and then looked up") {
    const auto bad = session("ci", {test(id, Outcome::failed, a)});
    const auto good = session("local", {});
    CHECK(compare::uncollected(bad, good).on_good == std::vector<std::string>{id});
    const auto extra = session("local", {test(id, Outcome::passed)});
    const auto passes = compare::compare(bad, good, nullptr, &extra).clusters.at(0);
    CHECK(passes.kind == ClusterKind::regression);
    CHECK(passes.no_result == NoResult{NoResultKind::never_run, "local", "", CellResult::passes});
    const auto alike = session("local", {test(id, Outcome::failed, a)});
    const auto never_run = compare::compare(bad, good, nullptr, &alike).clusters.at(0);
    CHECK(never_run.kind == ClusterKind::one_sided);
    CHECK(never_run.no_result == NoResult{NoResultKind::never_run, "local", "", CellResult::fails});
    const auto other_way = compare::compare(good, bad, &alike, nullptr).clusters.at(0);
    CHECK(other_way.kind == ClusterKind::one_sided);
    CHECK(other_way.no_result == NoResult{NoResultKind::never_run, "local", "", CellResult::fails});
}

TEST_CASE("a module that cannot be collected stands for the tests the other side has of it") {
    auto bad = session("ci", {});
    bad.collection.push_back(not_collected("tests/t.py", a));
    const auto good = session("local", {test(id, Outcome::passed), test("tests/t.py::u", Outcome::passed),
                                        test("tests/t.pyx::v", Outcome::passed)});
    const auto c = compare::compare(bad, good);
    REQUIRE(c.clusters.size() == 1);
    CHECK(c.clusters[0].tests.size() == 2);
    CHECK(c.clusters[0].kind == ClusterKind::regression);
    CHECK(c.clusters[0].error.phase == TestPhase::collect);
    CHECK(compare::compare(bad, session("local", {})).clusters.at(0).tests.at(0).id == "tests/t.py");
}

TEST_CASE("a session that died before any test stands for all of the other side's") {
    auto bad = session("ci", {});
    bad.exit_status = 4;
    bad.usage_error = "unrecognized arguments: --cov";
    const auto c = compare::compare(bad, session("local", {test(id, Outcome::passed)}));
    REQUIRE(c.clusters.size() == 1);
    CHECK(c.clusters[0].kind == ClusterKind::regression);
    CHECK(compare::classify(c.clusters[0], id, bad) == CellResult::fails);
    CHECK(compare::compare(bad, bad).clusters.at(0).kind == ClusterKind::common);
}

TEST_CASE("a conftest that fails otherwise is another failure of every test, not a session that says nothing") {
    auto bad = session("ci", {}), other = session("ci", {}), usage = session("ci", {});
    bad.collection.push_back(not_collected(".", a));
    other.collection.push_back(not_collected(".", b));
    other.exit_status = usage.exit_status = 4;
    other.usage_error = usage.usage_error = "stopped";
    const auto c = compare::compare(
        bad, session("local", {test(id, Outcome::passed), test("tests/sub/u.py::v", Outcome::passed)}));
    REQUIRE(c.clusters.size() == 1);
    CHECK(c.clusters[0].tests.size() == 2);
    CHECK(compare::classify(c.clusters[0], id, bad) == CellResult::fails);
    CHECK(compare::classify(c.clusters[0], id, other) == CellResult::other);
    CHECK(compare::classify(c.clusters[0], id, usage) == CellResult::nothing);
    CHECK(compare::compare(bad, bad).clusters.at(0).tests.at(0).id == "(session)");
}

TEST_CASE("clusters come in order and are numbered") {
    const auto bad = session("ci", {test("m::1", Outcome::failed, a), test("m::2", Outcome::failed, b),
                                    test("m::3", Outcome::failed, b), test("m::4", Outcome::passed)});
    const auto good = session("local", {test("m::1", Outcome::passed), test("m::2", Outcome::passed),
                                        test("m::3", Outcome::passed), test("m::4", Outcome::failed, a)});
    const auto c = compare::compare(bad, good);
    REQUIRE(c.clusters.size() == 3);
    CHECK(c.clusters[0].tests.size() == 2);
    CHECK(c.clusters[0].id == 1);
    CHECK(c.clusters[2].kind == ClusterKind::reverse);
}

TEST_CASE("a test of a cluster has one of four results in a session") {
    const auto cluster =
        compare::compare(session("ci", {test(id, Outcome::failed, a)}), session("local", {test(id, Outcome::passed)}))
            .clusters.at(0);
    const auto result = [&](Recording r) { return compare::classify(cluster, id, r); };
    const auto with = [](CollectRecord c) {
        auto r = session("x", {});
        r.collection.push_back(std::move(c));
        return r;
    };
    TestRecord both = test(id, Outcome::failed, b);
    both.phases.push_back(test(id, Outcome::error, a, TestPhase::teardown).phases[0]);
    auto dead = session("x", {test(id, Outcome::not_run)});
    dead.signal = 9;
    auto died_later = session("x", {test(id, Outcome::passed)});
    died_later.signal = 11;
    auto deselected = session("x", {});
    deselected.deselected.push_back(id);

    CHECK(result(session("x", {test(id, Outcome::failed, a)})) == CellResult::fails);
    CHECK(result(session("x", {test(id, Outcome::error, a, TestPhase::setup)})) == CellResult::fails);
    CHECK(result(session("x", {both})) == CellResult::fails);
    CHECK(result(with(not_collected("tests/t.py", a))) == CellResult::fails);
    CHECK(result(session("x", {test(id, Outcome::failed, b)})) == CellResult::other);
    CHECK(result(session("x", {test(id, Outcome::crashed)})) == CellResult::other);
    CHECK(result(session("x", {test(id, Outcome::timed_out)})) == CellResult::other);
    CHECK(result(with(not_collected("tests/t.py", b))) == CellResult::other);
    CHECK(result(with(not_collected("tests", b))) == CellResult::other);
    CHECK(result(with(not_collected("tests/u.py", b))) == CellResult::nothing);
    for (const Outcome o : {Outcome::passed, Outcome::xfailed, Outcome::xpassed})
        CHECK(result(session("x", {test(id, o)})) == CellResult::passes);
    CHECK(result(died_later) == CellResult::passes);
    CHECK(result(session("x", {test(id, Outcome::skipped)})) == CellResult::nothing);
    CHECK(result(dead) == CellResult::nothing);
    CHECK(result(deselected) == CellResult::nothing);
    CHECK(result(session("x", {})) == CellResult::nothing);
}

TEST_CASE("outcomes that differ though neither side fails are listed") {
    const auto c = compare::compare(session("ci", {test("m::1", Outcome::skipped), test("m::2", Outcome::passed)}),
                                    session("local", {test("m::1", Outcome::passed), test("m::2", Outcome::passed)}));
    CHECK(c.clusters.empty());
    REQUIRE(c.other_differences.size() == 1);
    CHECK(c.other_differences[0].id == "m::1");
    CHECK(c.other_differences[0].bad == Outcome::skipped);
    CHECK(c.new_outcomes == 1);
}

TEST_CASE("what the failing tests alone looked up in vain stands with their cluster") {
    auto bad = session("ci", {test(id, Outcome::failed, a)}), good = session("local", {test(id, Outcome::passed)});
    bad.missing = {{"environ", "KEY", {}, id},
                   {"environ", "BOTH", {}, id},
                   {"environ", "ELSEWHERE", {}, "m::other"},
                   {"environ", "KEY", {}, id}};
    good.missing = {{"environ", "BOTH", {}, id}};
    bad.cuts = {{id, "monitoring", 3, false}, {"m::other", "monitoring", 1, false}};
    const auto c = compare::compare(bad, good).clusters.at(0);
    REQUIRE(c.missing.size() == 1);
    CHECK(c.missing[0].name == "KEY");
    REQUIRE(c.cuts.size() == 1);
    CHECK(c.cuts[0].left_out == 3);
}

TEST_CASE("of many names that were looked up in vain twenty are kept, and the others counted") {
    auto bad = session("ci", {test(id, Outcome::failed, a)});
    for (int i = 0; i < 23; ++i) bad.missing.push_back({"environ", "KEY" + std::to_string(i), {}, id});
    const auto c = compare::compare(bad, session("local", {test(id, Outcome::passed)})).clusters.at(0);
    CHECK(c.missing.size() == 20);
    REQUIRE(c.cuts.size() == 1);
    CHECK(c.cuts[0].hook == "lookups");
    CHECK(c.cuts[0].left_out == 3);
}

TEST_CASE("a session that died before any test has nothing that the other side could run for it") {
    auto dead = session("ci", {});
    dead.exit_status = 4;
    dead.usage_error = "no";
    const auto good = session("local", {test(id, Outcome::failed, a)});
    CHECK(compare::uncollected(dead, good).on_bad.empty());
    CHECK(compare::uncollected(dead, good).on_good.empty());
    auto deselected = session("ci", {});
    deselected.deselected = {id};
    CHECK(compare::uncollected(deselected, good).on_bad == std::vector<std::string>{id});
}
