#include "attribute/needs.hpp"

#include "attribute/random.hpp"
#include "catch.hpp"
#include "fixture.hpp"
#include "worlds/kinds.hpp"
#include "worlds/rules.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

Needs needs_of(std::size_t deltas, const std::vector<Requirement>& requirements) {
    Needs needs(deltas);
    for (const auto& requirement : requirements) needs.add(requirement);
    return needs;
}

}  // namespace

TEST_CASE("needs are followed through others, in both directions") {
    const Needs needs = needs_of(5, {{0, SideName::bad, 1}, {1, SideName::bad, 2}});
    CHECK(needs.down(set_of(5, {0})) == set_of(5, {0, 1, 2}));
    CHECK(needs.down(set_of(5, {2, 4})) == set_of(5, {2, 4}));
    CHECK(needs.up(set_of(5, {2})) == set_of(5, {0, 1, 2}));
    CHECK(needs.up(set_of(5, {0, 3})) == set_of(5, {0, 3}));
}

TEST_CASE("a need of the good side says the same as the reverse need of the bad side") {
    Needs needs(2);
    CHECK(needs.empty());
    needs.add({0, SideName::good, 1});
    CHECK(needs.down(set_of(2, {1})) == set_of(2, {0, 1}));
    needs.add({1, SideName::bad, 0});
    needs.add({0, SideName::bad, 0});
    CHECK(needs.requirements().size() == 1);
}

TEST_CASE("deltas that need each other become one atom, and what is needed comes first") {
    const Needs needs = needs_of(4, {{0, SideName::bad, 2}, {2, SideName::bad, 0}, {1, SideName::bad, 3}});
    const std::vector<Bits> singles{set_of(4, {0}), set_of(4, {1}), set_of(4, {2}), set_of(4, {3})};
    CHECK(needs.atoms(singles) == std::vector<Bits>{set_of(4, {0, 2}), set_of(4, {3}), set_of(4, {1})});
    CHECK(Needs(4).atoms(singles) == singles);
}

TEST_CASE("every prefix of the atoms can be built, in random worlds") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto world = worlds::make_world("unbuildable 12", seed);
        const std::size_t n = world.question.deltas.size();
        const Needs needs = needs_of(n, world.requirements);
        std::vector<Bits> singles;
        for (std::size_t d = 0; d < n; ++d) singles.push_back(set_of(n, {static_cast<int>(d)}));
        Bits prefix(n);
        for (const auto& atom : needs.atoms(singles)) {
            prefix |= atom;
            CHECK(needs.down(prefix) == prefix);
        }
        CHECK(prefix == Bits(n, true));
    }
}

TEST_CASE("the engine's needs and the judge's own rules agree in random worlds") {
    for (const char* kind : {"unbuildable 25", "welded", "single"})
        for (unsigned seed = 0; seed < 8; ++seed) {
            const auto world = worlds::make_world(kind, seed);
            const std::size_t n = world.question.deltas.size();
            const Needs needs = needs_of(n, world.requirements);
            const worlds::Rules rules(world);
            Random random(seed);
            for (int i = 0; i < 10; ++i) {
                Bits some(n);
                for (std::size_t d = 0; d < n; ++d) some.set(d, random.below(4) == 0);
                CHECK(rules.induced(some) == needs.down(some));
                CHECK(rules.repaired(some) == ~needs.up(some));
            }
        }
}

TEST_CASE("what failed builds name is learned, up to the entries that may be known") {
    Question q = question_of({{Factor::packages, 3}});
    q.known.push_back({0, SideName::bad, 1});
    Log log{session(set_of(3, {1}))};
    log[0].observation.built = false;
    log[0].observation.violated = Requirement{1, SideName::bad, 2};
    CHECK(Needs::learned(q, log, 0).down(set_of(3, {0})) == set_of(3, {0, 1}));
    const Needs needs = Needs::learned(q, log, 1);
    CHECK(needs.down(set_of(3, {0})) == set_of(3, {0, 1, 2}));
    CHECK_FALSE(needs.worked_out_within(Bits(3, true)));
}
