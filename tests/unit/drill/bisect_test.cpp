#include "drill/bisect.hpp"

#include "catch.hpp"
#include "drill_case.hpp"
#include "report/caveat_words.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::drill;
using support::side_with;

namespace {

/// Releases 0 to 9 of a package. Those in `missing` cannot be had.
struct Releases : DrillCase {
    std::set<int> missing;
    std::vector<int> tried;
    int count = 10;

    Releases() : DrillCase(side_with("ci", {{"httpx", "9"}}), side_with("local", {{"httpx", "0"}})) {}

    static int release(const sides::Side& side) { return std::stoi(side.resolution.packages.at("httpx").version); }

    Boundary bisect_them() {
        Bench b = bench();
        return bisect(b, drilled_cluster, count, [&](int i) -> std::optional<Candidate> {
            tried.push_back(i);
            if (missing.count(i)) return std::nullopt;
            Candidate candidate{factors.bad, "httpx " + std::to_string(i), {}, {}};
            candidate.side.resolution.packages["httpx"].version = std::to_string(i);
            return candidate;
        });
    }
};

}  // namespace

TEST_CASE("the first failing release is found by halving, and its boundary is run twice") {
    for (int first = 1; first < 10; ++first) {
        Releases c;
        c.fails_if([&](const sides::Side& side) { return Releases::release(side) >= first; });
        const auto found = c.bisect_them();
        CHECK(found.first_bad == first);
        CHECK(found.last_good == first - 1);
        CHECK_FALSE(found.otherwise);
        CHECK_FALSE(found.why.any());
        CHECK(c.runner.asked.size() <= 4 + 2);
    }
}

TEST_CASE("each candidate is one session of the drill phase, with its name and its question") {
    Releases c;
    c.fails_if([](const sides::Side& side) { return Releases::release(side) >= 5; });
    c.bisect_them();
    REQUIRE_FALSE(c.runner.asked.empty());
    CHECK(c.runner.asked[0].phase == Phase::drill);
    CHECK(c.runner.asked[0].side.name == "ci with httpx 4");
    CHECK(c.runner.asked[0].reason == "does httpx 4 fail?");
}

TEST_CASE("a release that cannot be had is passed over, and the boundary is not known if it lies there") {
    Releases c;
    c.fails_if([](const sides::Side& side) { return Releases::release(side) >= 3; });
    c.missing = {4};
    CHECK(c.bisect_them().first_bad == 3);
    c.missing = {3};
    const auto found = c.bisect_them();
    CHECK(found.first_bad == -1);
    CHECK(found.skipped == std::vector<int>{3});
    CHECK(report::obstacle_words(found.why) == "1 in between could not be tried");
}

TEST_CASE("a session that is not what was planned says nothing of its release") {
    Releases c;
    c.fails_if([](const sides::Side& side) { return Releases::release(side) >= 5; });
    c.count = 3;
    Bench b = c.bench();
    const auto found = bisect(b, c.drilled_cluster, 3, [&](int i) -> std::optional<Candidate> {
        return Candidate{c.factors.bad, std::to_string(i), {}, [](const Recording&) { return false; }};
    });
    CHECK(found.first_bad == -1);
    CHECK(found.skipped == std::vector<int>{1});
}

TEST_CASE("releases that fail, pass and fail again contradict each other") {
    Releases c;
    int session = 0;
    c.fails_if([&](const sides::Side& side) { return Releases::release(side) >= 5 && session++ == 0; });
    const auto found = c.bisect_them();
    CHECK(found.first_bad == -1);
    CHECK(report::obstacle_words(found.why) == "the sessions contradict each other");
}

TEST_CASE("another failure counts as failing, and is said; behind a layer it counts as passing") {
    Releases c;
    c.fails_if([](const sides::Side& side) { return Releases::release(side) >= 8; },
               [](const sides::Side& side) { return Releases::release(side) >= 4 && Releases::release(side) < 8; });
    auto found = c.bisect_them();
    CHECK(found.first_bad == 4);
    CHECK(found.otherwise);
    CHECK_FALSE(found.good_otherwise);
    c.finding.layers = {{{0}}};
    found = c.bisect_them();
    CHECK(found.first_bad == 8);
    CHECK_FALSE(found.otherwise);
    CHECK(found.good_otherwise);
}

TEST_CASE("no session is run if the budget has no room for all of them") {
    Releases c;
    c.fails_if([](const sides::Side&) { return true; });
    // A bisection of ten releases may take five sessions.
    c.options.deadline = c.runner.now() + std::chrono::seconds(4);
    const auto found = c.bisect_them();
    CHECK(report::obstacle_words(found.why) == "the budget does not allow it");
    CHECK(c.runner.asked.empty());
}

TEST_CASE("bisecting stops when the budget is spent on the way") {
    Releases c;
    c.fails_if([](const sides::Side& side) { return Releases::release(side) >= 5; });
    c.options.deadline = c.runner.now() + std::chrono::seconds(10);
    c.runner.seconds_per_session = 6;
    const auto found = c.bisect_them();
    CHECK(report::obstacle_words(found.why) == "the budget does not allow it");
    CHECK(found.first_bad == -1);
    CHECK(c.runner.asked.size() == 2);
}

TEST_CASE("after a file was edited no further session is run, and the outcome counts for nothing") {
    Releases c;
    c.fails_if([](const sides::Side& side) { return Releases::release(side) >= 5; });
    c.runner.after_batch = [&] { c.runner.files().edit = "app.py was edited while the sessions ran"; };
    const auto found = c.bisect_them();
    CHECK(report::obstacle_words(found.why) == "files changed: app.py was edited while the sessions ran");
    CHECK(c.runner.asked.size() == 1);
}

TEST_CASE("tests of a cluster that disagree give no result") {
    Releases c;
    runner::SessionOutcome outcome;
    CHECK(Bench::result_of(c.drilled_cluster, outcome) == CellResult::nothing);
    const auto session = [&](const std::string& failing) {
        return support::recorded(support::recording_of(
            c.factors.bad, c.tests, [&](const std::string& id) { return id.rfind(failing, 0) == 0; }));
    };
    CHECK(Bench::result_of(c.drilled_cluster, session("test_a.py::")) == CellResult::fails);
    CHECK(Bench::result_of(c.drilled_cluster, session("nothing")) == CellResult::passes);
    CHECK(Bench::result_of(c.drilled_cluster, session("test_a.py::one")) == CellResult::nothing);
}

TEST_CASE("a cluster that fails alone is run with a few of its tests, any other with the whole selection") {
    Releases c;
    CHECK(c.bench().narrowed(c.factors.bad, c.drilled_cluster).selection.targets.empty());
    c.drilled_cluster.fails_alone = true;
    CHECK(c.bench().narrowed(c.factors.bad, c.drilled_cluster).selection.targets == c.tests);
    for (int i = 0; i < 5; ++i) c.drilled_cluster.cluster.tests.push_back({"test_b.py::t" + std::to_string(i)});
    CHECK(c.bench().narrowed(c.factors.bad, c.drilled_cluster).selection.targets.size() == sides::representatives);
}

TEST_CASE("the failing side of one of several sets is the good side with that set from the bad one") {
    DrillCase c(side_with("ci", {{"a", "2"}, {"b", "2"}}), side_with("local", {{"a", "1"}, {"b", "1"}}));
    CHECK(c.bench().failing_side(c.drilled_cluster, {0})->resolution.packages.at("b").version == "2");
    CHECK(c.bench().passing_side(c.drilled_cluster, {0}, 0)->resolution.packages.at("a").version == "1");
    CHECK(c.bench().passing_side(c.drilled_cluster, {0}, 0)->resolution.packages.at("b").version == "2");
    c.finding.sets = {{0}, {1}};
    CHECK(c.bench().failing_side(c.drilled_cluster, {0})->resolution.packages.at("a").version == "2");
    CHECK(c.bench().failing_side(c.drilled_cluster, {0})->resolution.packages.at("b").version == "1");
    CHECK(c.bench().passing_side(c.drilled_cluster, {0}, 0)->resolution.packages.at("a").version == "1");
}

TEST_CASE("a trial may build for a minute at most, and no longer than the budget has left") {
    Releases c;
    CHECK(c.bench().trial_limit() == std::chrono::minutes(1));
    c.options.deadline = c.runner.now() + std::chrono::seconds(20);
    CHECK(c.bench().trial_limit() == std::chrono::seconds(20));
    c.options.deadline = c.runner.now() - std::chrono::seconds(20);
    CHECK(c.bench().trial_limit() == std::chrono::seconds(1));
}
