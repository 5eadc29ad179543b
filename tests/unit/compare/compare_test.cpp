#include "compare/compare.hpp"

#include "build.hpp"
#include "catch.hpp"
#include "compare/classify.hpp"
#include "compare/differences.hpp"

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
    CHECK(skipped.note == "local skips this test");
    CHECK(kind(test(id, Outcome::failed, a), test("tests/t.py::other", Outcome::passed)).note ==
          "local never ran this test");
    CHECK(kind(test(id, Outcome::crashed), test(id, Outcome::passed)).kind == ClusterKind::regression);
    CHECK(kind(test(id, Outcome::skipped), test(id, Outcome::failed, a)).kind == ClusterKind::one_sided);
}

TEST_CASE("where the other side could not collect everything, what would run its other tests is named") {
    auto bad = session("ci", {});
    bad.collection.push_back(not_collected("tests/t.py", a));
    auto good = session("local", {test(id, Outcome::not_run)});
    CHECK(compare::compare(bad, good).clusters.at(0).note == "local ended before this test");
    good.collection.push_back(not_collected("tests/u.py", b));
    good.exit_status = 2;
    const auto c = compare::compare(bad, good).clusters.at(0);
    CHECK(c.kind == ClusterKind::one_sided);
    CHECK(c.note ==
          "local ran no test, as it could not collect all of them: with `-- --continue-on-collection-errors` it runs "
          "the others");
}

TEST_CASE("tests that one side did not collect are named and then looked up") {
    const auto bad = session("ci", {test(id, Outcome::failed, a)});
    const auto good = session("local", {});
    CHECK(compare::uncollected(bad, good).on_good == std::vector<std::string>{id});
    const auto extra = session("local", {test(id, Outcome::passed)});
    const auto passes = compare::compare(bad, good, nullptr, &extra).clusters.at(0);
    CHECK(passes.kind == ClusterKind::regression);
    CHECK(passes.note == "local never ran this test; run there on its own, it passes");
    const auto alike = session("local", {test(id, Outcome::failed, a)});
    const auto never_run = compare::compare(bad, good, nullptr, &alike).clusters.at(0);
    CHECK(never_run.kind == ClusterKind::one_sided);
    CHECK(never_run.note == "local never ran this test; run there on its own, it fails too");
    const auto other_way = compare::compare(good, bad, &alike, nullptr).clusters.at(0);
    CHECK(other_way.kind == ClusterKind::one_sided);
    CHECK(other_way.note == "local never ran this test; run there on its own, it fails too");
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
    CHECK(c.clusters[0].error.phase == "collect");
    CHECK(compare::compare(bad, session("local", {})).clusters.at(0).tests.at(0).id == "tests/t.py");
}

TEST_CASE("a session that died before any test stands for all of the other side's") {
    auto bad = session("ci", {});
    bad.exit_status = 4;
    bad.usage_error = "unrecognized arguments: --cov";
    const auto c = compare::compare(bad, session("local", {test(id, Outcome::passed)}));
    REQUIRE(c.clusters.size() == 1);
    CHECK(c.clusters[0].kind == ClusterKind::regression);
    CHECK(compare::classify(c.clusters[0], id, bad) == CellResult::F);
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
    CHECK(compare::classify(c.clusters[0], id, bad) == CellResult::F);
    CHECK(compare::classify(c.clusters[0], id, other) == CellResult::X);
    CHECK(compare::classify(c.clusters[0], id, usage) == CellResult::U);
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
    both.phases.push_back(test(id, Outcome::error, a, "teardown").phases[0]);
    auto dead = session("x", {test(id, Outcome::not_run)});
    dead.signal = 9;
    auto died_later = session("x", {test(id, Outcome::passed)});
    died_later.signal = 11;
    auto deselected = session("x", {});
    deselected.deselected.push_back(id);

    CHECK(result(session("x", {test(id, Outcome::failed, a)})) == CellResult::F);
    CHECK(result(session("x", {test(id, Outcome::error, a, "setup")})) == CellResult::F);
    CHECK(result(session("x", {both})) == CellResult::F);
    CHECK(result(with(not_collected("tests/t.py", a))) == CellResult::F);
    CHECK(result(session("x", {test(id, Outcome::failed, b)})) == CellResult::X);
    CHECK(result(session("x", {test(id, Outcome::crashed)})) == CellResult::X);
    CHECK(result(session("x", {test(id, Outcome::timed_out)})) == CellResult::X);
    CHECK(result(with(not_collected("tests/t.py", b))) == CellResult::X);
    CHECK(result(with(not_collected("tests", b))) == CellResult::X);
    CHECK(result(with(not_collected("tests/u.py", b))) == CellResult::U);
    for (const Outcome o : {Outcome::passed, Outcome::xfailed, Outcome::xpassed})
        CHECK(result(session("x", {test(id, o)})) == CellResult::P);
    CHECK(result(died_later) == CellResult::P);
    CHECK(result(session("x", {test(id, Outcome::skipped)})) == CellResult::U);
    CHECK(result(dead) == CellResult::U);
    CHECK(result(deselected) == CellResult::U);
    CHECK(result(session("x", {})) == CellResult::U);
}

TEST_CASE("differences name each factor and leave noise out") {
    Recording bad = session("ci", {}), good = session("local", {});
    CHECK(compare::differences(bad, good).empty());
    bad.interpreter.version = "3.11.7", good.interpreter.version = "3.12.1";
    bad.interpreter.libc = "glibc 2.36", good.interpreter.libc = "glibc 2.39";
    bad.distributions = {{"a", "1"}, {"same", "1"}}, good.distributions = {{"a", "2"}, {"same", "1"}, {"b", "1"}};
    bad.environ = {{"TMPDIR", "hmac:1"}, {"LANG", "hmac:2"}},
    good.environ = {{"TMPDIR", "hmac:9"}, {"LANG", "hmac:2"}, {"KEY", "hmac:3"}};
    bad.selection.targets = {"tests"};
    bad.modules = {"t.py", "u.py"}, good.modules = {"t.py"};
    bad.facts = {{"umask", "002"}, {"git.depth", "1"}}, good.facts = {{"umask", "022"}, {"git.depth", "full"}};
    const auto d = compare::differences(bad, good);
    std::vector<std::string> factors;
    for (const auto& each : d) factors.push_back(each.factor);
    CHECK(factors ==
          std::vector<std::string>{"interpreter", "packages", "environ", "files", "selection", "host", "host"});
    CHECK(d[1].deltas.size() == 2);
    REQUIRE(d[2].deltas.size() == 1);
    CHECK(d[2].deltas[0].name == "KEY");
    CHECK_FALSE(d[2].deltas[0].bad);
    CHECK(d[4].deltas.back().name == "u.py");
    CHECK_FALSE(d[6].swappable);
}

TEST_CASE("a session that died before it could say what is installed is no side without packages") {
    Recording bad = session("ci", {}), good = session("local", {});
    good.distributions = {{"a", "2"}};
    CHECK(compare::differences(bad, good).empty());
    CHECK(compare::differences(good, bad).empty());
}

TEST_CASE("digests under different keys are compared by presence only") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.machine = "m1", good.machine = "m2";
    bad.environ = {{"LANG", "hmac:1"}, {"TZ", "hmac:2"}},
    good.environ = {{"LANG", "hmac:3"}, {"TZ", "hmac:4"}, {"KEY", "hmac:5"}};
    const auto d = compare::differences(bad, good);
    REQUIRE(d.at(0).factor == "environ");
    CHECK(d[0].deltas.size() == 1);
}
