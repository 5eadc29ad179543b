#include "report/caveat_words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

std::string untried(std::vector<std::string> releases, int compiled) {
    return obstacle_words({ObstacleKind::untried, "", std::move(releases), 0, compiled});
}

}  // namespace

TEST_CASE("Releases that could not be tried are named, and why") {
    CHECK(untried({"1.1"}, 0) == "1.1 in between could not be tried");
    CHECK(untried({"1.1", "1.2"}, 1) ==
          "1.1 and 1.2 in between could not be tried, 1 of them as compiling takes too long");
    CHECK(untried({"1.1"}, 1) ==
          "1.1 in between could not be tried: it would have to be compiled, which takes too long");
    CHECK(
        untried({"1.1", "1.2", "1.3", "1.4", "1.5"}, 5) ==
        "1.1, 1.2, 1.3 and 2 more in between could not be tried: they would have to be compiled, which takes too long");
    CHECK(obstacle_words({ObstacleKind::untried, "", {}, 2}) == "2 in between could not be tried");
}

TEST_CASE("A caveat names the two sides, or calls them the bad and the good one") {
    const Caveat reversed{CaveatKind::reversed}, silent{CaveatKind::no_good_result};
    CHECK(caveat_words(reversed, SideNames{}) ==
          "fails on the good side and passes on the bad one: swap the sides to attribute it");
    CHECK(caveat_words(reversed, {"ci", "local"}) == "fails on local and passes on ci: swap the sides to attribute it");
    CHECK(caveat_words(silent, {"ci", "local"}) == "local's sessions gave no result");
}

TEST_CASE("Every kind of caveat and of obstacle has words, and several caveats are one sentence") {
    for (int kind = 1; kind <= static_cast<int>(CaveatKind::package_changes); ++kind) {
        CAPTURE(kind);
        CHECK_FALSE(caveat_words(Caveat{static_cast<CaveatKind>(kind)}, SideNames{}).empty());
    }
    for (int kind = 1; kind <= static_cast<int>(ObstacleKind::failed); ++kind) {
        CAPTURE(kind);
        CHECK_FALSE(obstacle_words({static_cast<ObstacleKind>(kind), "told"}).empty());
    }
    const std::vector<Caveat> caveats = {{CaveatKind::unconfirmed},
                                         {CaveatKind::first_release, {"httpx"}, {ObstacleKind::budget_spent}}};
    CHECK(caveat_words(caveats) ==
          "not confirmed by further sessions (a run without --quick has them); which release of httpx was "
          "the first to fail is not known: the budget is spent");
    CHECK(caveat_words(std::vector<Caveat>{}).empty());
    const std::vector<Caveat> alike = {{CaveatKind::first_release, {"httpx"}, {ObstacleKind::budget_spent}},
                                       {CaveatKind::first_release, {"h11"}, {ObstacleKind::budget_spent}}};
    CHECK(caveat_words(alike) ==
          "which release of httpx and h11 was the first to fail is not known: the budget is spent");
}

TEST_CASE("No change found is said of the two releases") {
    CHECK(caveat_words(Caveat{CaveatKind::no_change, {"httpx", "0.27.2", "0.28.0"}}, SideNames{}) ==
          "no change was found in what the failure touched of httpx between 0.27.2 and 0.28.0");
}

TEST_CASE("A caveat is added once") {
    std::vector<Caveat> caveats;
    add_caveat(caveats, {CaveatKind::line, {}, {ObstacleKind::budget_small}});
    add_caveat(caveats, {CaveatKind::line, {}, {ObstacleKind::budget_small}});
    add_caveat(caveats, {});
    CHECK(caveats.size() == 1);
}
