#include "investigation/study.hpp"

#include <algorithm>

#include "catch.hpp"
#include "compare/compare.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::investigation;
using namespace testskew::support;

namespace {

const std::vector<std::string> tests = {"test_a.py::one", "test_a.py::two", "test_b.py::three"};

/// The deltas of these sides are, in this order: the interpreter, httpcore, httpx and MODE.
struct Case {
    ScriptedRunner runner;
    sides::SidePair sides{side_with("ci", {{"httpx", "0.28"}, {"httpcore", "1.0"}}, {{"MODE", "fast"}}),
                          side_with("local", {{"httpx", "0.27"}, {"httpcore", "0.9"}}, {{"MODE", "slow"}})};
    Base base;

    Case() {
        sides.good.interpreter.executable = "/usr/bin/python3.11";
        sides.good.interpreter.version = "3.11.2";
        base.bad = session(sides.bad, {tests[0], tests[1]});
        base.good = session(sides.good, {});
        compare();
    }
    static Recording session(const sides::Side& side, const std::vector<std::string>& failing) {
        auto recording = recording_of(side, tests, [&](const std::string& id) {
            return std::find(failing.begin(), failing.end(), id) != failing.end();
        });
        recording.running_python = side.interpreter.version;
        return recording;
    }
    void compare() { base.comparison = testskew::compare::compare(base.bad, base.good); }
    Study study() { return Study(runner, sides, base); }
};

/// An experiment that takes these deltas from the good side.
attribute::Experiment experiment(const Study& study, const std::vector<size_t>& from_good, bool alone = false) {
    attribute::Experiment result;
    result.bad = attribute::Bits(study.question.deltas.size(), true);
    for (const size_t delta : from_good) result.bad.set(delta, false);
    result.phase = Phase::search;
    result.alone = alone;
    for (const auto& cluster : study.clusters()) result.clusters.push_back(cluster.id);
    return result;
}

constexpr size_t python = 0, httpcore = 1, httpx = 2, mode = 3;

}  // namespace

TEST_CASE("a session ends once the tests that failed have run") {
    Case c;
    for (auto* recording : {&c.base.bad, &c.base.good}) recording->selected = tests;
    const Study study = c.study();
    CHECK(study.session(experiment(study, {python}))->until == std::vector<std::string>{tests[0], tests[1]});
}

TEST_CASE("what packages declare to need of each other is in the question") {
    Case c;
    c.runner.environments().between = {{SideName::good, "httpx", "httpcore"}};
    const auto known = c.study().question.known;
    REQUIRE(known.size() == 1);
    CHECK(known[0].delta == static_cast<int>(httpx));
    CHECK(known[0].side == SideName::good);
    CHECK(known[0].needs == static_cast<int>(httpcore));
}

TEST_CASE("what a mixture cannot import keeps nothing else from running, where the sides collect everything") {
    const std::string option = "--continue-on-collection-errors";
    const auto has_it = [&](const Study& study) {
        const auto session = study.session(experiment(study, {httpx}));
        const auto& options = session->side.selection.options;
        return std::count(options.begin(), options.end(), option) == 1;
    };
    Case c;
    CHECK(has_it(c.study()));
    c.sides.bad.selection.options = c.sides.good.selection.options = {option};
    CHECK(has_it(c.study()));
    Case failing;
    failing.base.good.collection.push_back({"test_c.py", CollectOutcome::failed, {}, ""});
    CHECK_FALSE(has_it(failing.study()));
}

TEST_CASE("an option that pytest does not know needs the package that brings it") {
    Case c;
    c.sides.bad.selection.options = {"--seed=1"};
    c.sides.bad.resolution.packages["pytest-randomly"] = {"3.0", "pytest-randomly==3.0"};
    const Study study = c.study();
    const auto index_of = [&](const std::string& name) {
        const auto& deltas = study.question.deltas;
        const auto found =
            std::find_if(deltas.begin(), deltas.end(), [&](const auto& one) { return one.name == name; });
        REQUIRE(found != deltas.end());
        return static_cast<int>(found - deltas.begin());
    };
    const int randomly = index_of("pytest-randomly"), seed = index_of("--seed=1");
    runner::SessionOutcome outcome;
    outcome.recording = Recording();
    outcome.recording->usage_error = "error: unrecognized arguments: --seed=1";
    const auto seen = study.observation_of(experiment(study, {static_cast<size_t>(randomly)}), outcome);
    CHECK_FALSE(seen.built);
    REQUIRE(seen.violated);
    CHECK(seen.violated->delta == seed);
    CHECK(seen.violated->needs == randomly);
    CHECK(seen.violated->side == SideName::bad);
}

TEST_CASE("a question has every difference as a delta, and every cluster with its tests") {
    Case c;
    const Study study = c.study();
    std::vector<std::string> names;
    for (const auto& delta : study.question.deltas) names.push_back(to_string(delta.factor) + " " + delta.name);
    CHECK(names ==
          std::vector<std::string>{"interpreter Python", "packages httpcore", "packages httpx", "environ MODE"});
    REQUIRE(study.question.clusters.size() == 1);
    CHECK(study.question.clusters[0].tests == 2);
    CHECK(study.question.clusters[0].kind == ClusterKind::regression);
    CHECK(study.question.options.slots == c.runner.options().jobs);
    CHECK_FALSE(study.question.options.exclusive);
    c.sides.good.exclusive = true;
    CHECK(c.study().question.options.exclusive);
}

TEST_CASE("the search looks first at what was the cause most often: variables, then packages, then the interpreter") {
    Case c;
    const auto deltas = c.study().question.deltas;
    CHECK(deltas[mode].prior > deltas[httpx].prior);
    CHECK(deltas[httpx].prior == deltas[httpcore].prior);
    CHECK(deltas[httpx].prior > deltas[python].prior);
}

TEST_CASE("a regression that the good side never ran by itself is a one-sided question") {
    Case c;
    const Recording extra = c.base.good;
    c.base.good = recording_of(c.sides.good, {tests[2]}, [](const std::string&) { return false; });
    c.base.extra_good = extra;
    c.base.comparison = testskew::compare::compare(c.base.bad, c.base.good, nullptr, &*c.base.extra_good);
    REQUIRE(c.base.comparison.clusters.at(0).kind == ClusterKind::regression);
    CHECK(c.study().question.clusters[0].kind == ClusterKind::one_sided);
}

TEST_CASE("what fails on both sides where it is run is a common failure; what fails on the good one alone is reverse") {
    Case c;
    c.base.good = recording_of(c.sides.good, {tests[2]}, [](const std::string&) { return false; });
    c.compare();
    REQUIRE(c.base.comparison.clusters.at(0).kind == ClusterKind::one_sided);
    CHECK(c.study().question.clusters[0].kind == ClusterKind::one_sided);
    c.base.extra_good = Case::session(c.sides.good, {tests[0], tests[1]});
    CHECK(c.study().question.clusters[0].kind == ClusterKind::common);
    std::swap(c.base.bad, c.base.good);
    c.base.extra_good.reset();
    CHECK(c.study().question.clusters[0].kind == ClusterKind::reverse);
}

TEST_CASE("an experiment is a session of the mixed side, named after the smaller number of changes") {
    Case c;
    const Study study = c.study();
    const auto one = study.session(experiment(study, {httpx}));
    REQUIRE(one);
    CHECK(one->side.resolution.packages.at("httpx").version == "0.27");
    CHECK(one->side.resolution.packages.at("httpcore").version == "1.0");
    CHECK(one->side.name == "ci, but httpx as in local");
    CHECK(one->side.selection.targets.empty());
    CHECK(study.session(experiment(study, {}))->side.name == "ci");
    CHECK(study.session(experiment(study, {python, httpcore, httpx, mode}))->side.name == "local");
    CHECK(study.session(experiment(study, {python, httpx, mode}))->side.name == "local, but httpcore as in ci");
}

TEST_CASE("an experiment of the failing tests alone names them, or a few of each cluster") {
    Case c;
    const Study study = c.study();
    auto alone = experiment(study, {}, true);
    CHECK(study.session(alone)->side.selection.targets == std::vector<std::string>{tests[0], tests[1]});
    alone.all_tests = false;
    CHECK(study.tests_of(alone).size() == 2);  // a cluster of two has two representatives
    alone.clusters.clear();
    CHECK(study.tests_of(alone).empty());
}

TEST_CASE("what a session said of a cluster: all alike, or test by test") {
    Case c;
    const Study study = c.study();
    const auto plain = experiment(study, {});
    const auto all = study.observation_of(plain, recorded(Case::session(c.sides.bad, {tests[0], tests[1]})));
    REQUIRE(all.results.size() == 1);
    CHECK(all.results[0].result == CellResult::fails);
    CHECK(all.results[0].tests.empty());
    const auto one = study.observation_of(plain, recorded(Case::session(c.sides.bad, {tests[1]})));
    CHECK(one.results[0].tests == "PF");
    CHECK(one.results[0].result == CellResult::fails);
}

TEST_CASE("another failure is told by its fingerprint, and passes beside it are told test by test") {
    Case c;
    const Study study = c.study();
    const auto recording =
        recording_of(c.sides.bad, tests, [](const std::string& id) { return id == tests[0]; }, "other");
    const auto other = study.observation_of(experiment(study, {}), recorded(recording));
    CHECK(other.results.at(0).tests == "XP");
    CHECK_FALSE(other.results.at(0).identity.empty());
}

TEST_CASE("of a large cluster three tests are run, and the others say nothing") {
    Case c;
    auto& cluster_tests = c.base.comparison.clusters.at(0).tests;
    for (const char* more : {"test_a.py::three", "test_a.py::four"}) cluster_tests.push_back({more});
    const Study study = c.study();
    auto alone = experiment(study, {}, true);
    alone.all_tests = false;
    CHECK(study.tests_of(alone) == std::vector<std::string>{tests[0], tests[1], "test_a.py::three"});
    const auto seen = study.observation_of(alone, recorded(Case::session(c.sides.bad, {tests[0], tests[1]})));
    CHECK(seen.results.at(0).tests == "FFU-");
    alone.clusters.clear();
    CHECK(study.observation_of(alone, recorded(Case::session(c.sides.bad, {}))).results.empty());
}

TEST_CASE("a session that is not what was planned counts for nothing") {
    Case c;
    const Study study = c.study();
    auto recording = Case::session(c.sides.bad, {tests[0]});
    CHECK(study.observation_of(experiment(study, {}), recorded(recording)).as_planned);
    SECTION("another version was installed") { recording.distributions["httpx"] = "0.27"; }
    SECTION("another Python ran") { recording.running_python = "3.11.2"; }
    SECTION("a distribution is missing") { recording.distributions.erase("httpcore"); }
    const auto observation = study.observation_of(experiment(study, {}), recorded(recording));
    CHECK_FALSE(observation.as_planned);
    CHECK(observation.results.empty());
}

TEST_CASE("a session that could not start is not as planned; one that could not be built is not built") {
    Case c;
    const Study study = c.study();
    auto outcome = recorded(Case::session(c.sides.bad, {}));
    outcome.fault = "setup failed";
    CHECK_FALSE(study.observation_of(experiment(study, {}), outcome).as_planned);
    const auto failed = study.observation_of(experiment(study, {}), not_built("no wheel", {}));
    CHECK_FALSE(failed.built);
    CHECK_FALSE(failed.violated);
}

TEST_CASE("a failed build that names two packages says which one needs the other at the same side") {
    Case c;
    const Study study = c.study();
    // httpx at the bad side, httpcore at the good one
    const auto failed = study.observation_of(experiment(study, {httpcore}), not_built("no", {"httpx", "httpcore"}));
    REQUIRE(failed.violated);
    CHECK(failed.violated->delta == static_cast<int>(httpx));
    CHECK(failed.violated->needs == static_cast<int>(httpcore));
    // If both come from the same side, the pair explains nothing. If only one package is named, it needs the
    // interpreter.
    CHECK_FALSE(study.observation_of(experiment(study, {}), not_built("no", {"httpx", "httpcore"})).violated);
    const auto wheel = study.observation_of(experiment(study, {python}), not_built("no", {"httpx"}));
    REQUIRE(wheel.violated);
    CHECK(wheel.violated->needs == static_cast<int>(python));
}

TEST_CASE("a broken constraint refuses a session, unless a side itself breaks it") {
    Case c;
    const environment::Conflict conflict{"httpx", "httpcore", "httpcore<1", "1.0"};
    {
        const Study study = c.study();
        const auto spec = study.session(experiment(study, {httpx}));  // good httpx with bad httpcore
        CHECK(spec->refuse({conflict}));
        CHECK_FALSE(spec->refuse({}));
        CHECK_FALSE(spec->refuse({{"other", "thing", "thing", ""}}));
    }
    c.runner.environments().breaks = [&](const PackageSet& packages) {
        return packages.at("httpcore").version == "1.0" ? std::vector{conflict} : std::vector<environment::Conflict>{};
    };
    const Study study = c.study();
    CHECK_FALSE(study.session(experiment(study, {httpx}))->refuse({conflict}));
}

TEST_CASE("what packages declare about the other side's interpreter is known before anything is tried") {
    Case c;
    CHECK(c.study().question.known.empty());
    c.runner.environments().misfits = [](const sides::Side& side) {
        environment::Misfit misfit;
        if (side.name == "ci")
            misfit.bound = {"httpx"};  // the bad side's httpx cannot be had on the good side's Python
        return misfit;
    };
    const auto known = c.study().question.known;
    REQUIRE(known.size() == 1);
    CHECK(known[0].delta == static_cast<int>(httpx));
    CHECK(known[0].needs == static_cast<int>(python));
}

TEST_CASE("what the interpreter of a side needs is known, but nothing that its other side breaks anyway") {
    Case c;
    const environment::Conflict conflict{"other", "httpcore", "httpcore>=2", "1.0"};
    c.runner.environments().misfits = [&](const sides::Side& side) {
        environment::Misfit misfit;
        if (side.name == "local") misfit.conflicts = {conflict};
        return misfit;
    };
    CHECK(c.study().question.known.size() == 1);
    c.runner.environments().breaks = [&](const PackageSet& packages) {
        return packages.at("httpcore").version == "1.0" ? std::vector{conflict} : std::vector<environment::Conflict>{};
    };
    CHECK(c.study().question.known.empty());
}

TEST_CASE("the base sessions answer the first two experiments, and no others") {
    Case c;
    const Study study = c.study();
    auto first = experiment(study, {});
    first.phase = Phase::base;
    REQUIRE(study.known(first));
    CHECK(study.known(first)->results.at(0).result == CellResult::fails);
    auto second = experiment(study, {python, httpcore, httpx, mode});
    second.phase = Phase::base;
    REQUIRE(study.known(second));
    CHECK(study.known(second)->results.at(0).result == CellResult::passes);
    auto again = first;
    again.round = 1;
    CHECK_FALSE(study.known(again));
    auto alone = first;
    alone.alone = true;
    CHECK_FALSE(study.known(alone));
    CHECK_FALSE(study.known(experiment(study, {})));
    auto mixed = experiment(study, {httpx});
    mixed.phase = Phase::base;
    CHECK_FALSE(study.known(mixed));
}

TEST_CASE("the digest names the question: other values, clusters or keys are another one") {
    Case c;
    const std::string digest = c.study().digest();
    CHECK(c.study().digest() == digest);
    SECTION("another value") { c.sides.bad.environ["MODE"] = "faster"; }
    SECTION("another cluster") { c.base.comparison.clusters[0].fingerprint.digest = "0123"; }
    SECTION("another key") { c.runner.settings().key = "secret"; }
    CHECK(c.study().digest() != digest);
}
