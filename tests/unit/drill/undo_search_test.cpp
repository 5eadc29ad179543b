#include "drill/undo_search.hpp"

#include <algorithm>
#include <set>

#include "catch.hpp"

using namespace testskew::drill;

namespace {

/// A world in which all guilty changes have to be undone, and undoing them helps in some ways.
struct World {
    std::set<size_t> guilty;
    std::set<UndoWhen> ways = {UndoWhen::line, UndoWhen::end, UndoWhen::end_forgetting};
    int sessions = 0, most_sessions = 100;

    std::optional<Undoing> found(size_t count, const UndoSearchOptions& options = {}) {
        return find_undoing(count, options, [this](const Undoing& undoing) -> std::optional<bool> {
            if (sessions == most_sessions) return std::nullopt;
            ++sessions;
            return ways.count(undoing.when) &&
                   std::includes(undoing.suspects.begin(), undoing.suspects.end(), guilty.begin(), guilty.end());
        });
    }
};

}  // namespace

TEST_CASE("The best suspect takes one session if it is guilty") {
    World world{{0}};
    CHECK(world.found(50) == Undoing{{0}, UndoWhen::line});
    CHECK(world.sessions == 1);
}

TEST_CASE("Any single change is found, whatever its rank") {
    for (size_t guilty = 0; guilty < 20; ++guilty) {
        World world{{guilty}};
        CHECK(world.found(20) == Undoing{{guilty}, UndoWhen::line});
        CHECK(world.sessions <= 12);
    }
}

TEST_CASE("A change that too many others stand before is looked for at the end of the nodes") {
    World world{{150}};
    CHECK(world.found(200) == Undoing{{150}, UndoWhen::end});
}

TEST_CASE("Two changes are found together, and three are not") {
    for (size_t first = 0; first < 6; ++first)
        for (size_t second = first + 1; second < 6; ++second)
            CHECK(World{{first, second}}.found(6) == Undoing{{first, second}, UndoWhen::line});
    CHECK_FALSE(World{{0, 2, 4}}.found(6));
}

TEST_CASE("A way of undoing that does not help is followed by the next one") {
    World world{{1}, {UndoWhen::end}};
    CHECK(world.found(4) == Undoing{{1}, UndoWhen::end});
    World forgetting{{1}, {UndoWhen::end_forgetting}};
    CHECK(forgetting.found(4, {false, true}) == Undoing{{1}, UndoWhen::end_forgetting});
    CHECK_FALSE(World{{1}, {UndoWhen::end_forgetting}}.found(4));
    CHECK(World{{0}, {UndoWhen::end_forgetting}}.found(1, {false, true}) == Undoing{{0}, UndoWhen::end_forgetting});
}

TEST_CASE("Nothing is found where forgetting is enough, where nothing helps, and where no session can be run") {
    CHECK_FALSE(World{{}, {UndoWhen::end_forgetting}}.found(3, {false, true}));
    World helpless{{0}, {}};
    CHECK_FALSE(helpless.found(30, {false, true}));
    CHECK(helpless.sessions == 8);
    for (int most = 0; most < 6; ++most) {
        World stopped{{7}};
        stopped.most_sessions = most;
        CHECK_FALSE(stopped.found(20));
    }
    CHECK_FALSE(World{}.found(0));
}

TEST_CASE("A change is found alone where undoing all of them does harm") {
    const auto found = find_undoing(
        9, {}, [](const Undoing& undoing) { return std::optional(undoing.suspects == std::vector<size_t>{3}); });
    CHECK(found == Undoing{{3}, UndoWhen::line});
}

TEST_CASE("A quick search tries the best suspect alone") {
    World world{{1}};
    CHECK_FALSE(world.found(3, {true, true}));
    CHECK(world.sessions == 2);
    CHECK(World{{0}}.found(3, {true, true}));
}
