// Tests how the paths are found that matter in a folder that one side lacks.
#include "catch.hpp"
#include "drill/drills.hpp"
#include "drill_case.hpp"

using namespace testskew;
using namespace testskew::drill;
using What = workspace::FileDelta::What;

namespace {

/// The folder data is missing in ci. The tests need some of its files.
struct Case : DrillCase {
    explicit Case(std::vector<std::string> needed)
        : DrillCase(support::side_with("ci", {}), side_with_files(), {{"data", What::missing_in_bad, true, 6, ""}}) {
        for (const char* name : {"a", "b", "c", "d", "e", "f"})
            runner.files().deltas["data"].push_back({std::string("data/") + name, What::missing_in_bad, false, 1, ""});
        fails_if([needed = std::move(needed)](const sides::Side& side) {
            return !std::all_of(needed.begin(), needed.end(),
                                [&](const std::string& path) { return side.files.taken.count(path) > 0; });
        });
    }
    static sides::Side side_with_files() {
        sides::Side side = support::side_with("local", {});
        side.files.base.kind = FilesSpec::Kind::tracked;
        return side;
    }
    Found drilled() {
        Bench b = bench();
        return drill_path(b, drilled_cluster, {0}, 0);
    }
};

}  // namespace

TEST_CASE("the one file of a folder that matters is found by halving") {
    for (const std::string needed : {"data/a", "data/c", "data/f"}) {
        Case c({needed});
        const auto found = c.drilled();
        CHECK(found.files == std::vector<std::string>{needed});
        CHECK(sentence_of(found) == needed + " is missing in ci");
        CHECK(c.runner.asked.size() <= 5);
    }
}

TEST_CASE("no file is named if the others are enough without it, as where the folder itself is missed") {
    Case c({});
    c.fails_if([](const sides::Side& side) { return side.files.taken.empty(); });
    const auto found = c.drilled();
    CHECK(found.files == std::vector<std::string>{"data"});
    CHECK(caveat_of(found) ==
          "data/a is enough, and so are the other files of data without it: the folder itself may be what is missing");
}

TEST_CASE("two files that are needed together are found together") {
    Case c({"data/b", "data/e"});
    CHECK(c.drilled().files == std::vector<std::string>{"data/b", "data/e"});
}

TEST_CASE("more than three needed files stay a folder, and that is said") {
    Case c({"data/a", "data/b", "data/c", "data/d"});
    const auto found = c.drilled();
    CHECK(found.files == std::vector<std::string>{"data"});
    CHECK(caveat_of(found) == "which paths in data matter is not known: more than 3 are needed");
}

TEST_CASE("a folder of one file is that file, without a session") {
    Case c({"data/a"});
    c.runner.files().deltas["data"].resize(1);
    CHECK(c.drilled().files == std::vector<std::string>{"data/a"});
    CHECK(c.runner.asked.empty());
}

TEST_CASE("a folder is not looked into if that was not asked for or the budget is spent") {
    Case c({"data/a"});
    SECTION("quick") {
        c.options.quick = true;
        CHECK(caveat_of(c.drilled()).empty());
    }
    SECTION("budget") {
        c.options.stopped = {ObstacleKind::budget_spent};
        CHECK(caveat_of(c.drilled()) == "which paths in data matter is not known: the budget is spent");
    }
    CHECK(c.drilled().files == std::vector<std::string>{"data"});
    CHECK(c.runner.asked.empty());
}
