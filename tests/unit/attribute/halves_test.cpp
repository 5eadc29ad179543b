#include "attribute/halves.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

/// Plays shared_halves against clusters that each have one cause. Returns the number of sessions that it took.
int sessions_for(const std::vector<int>& causes, std::size_t deltas) {
    Question q = question_of({{Factor::packages, static_cast<int>(deltas)}}, static_cast<int>(causes.size()));
    q.options.slots = 1;
    const Needs needs(deltas);
    const Builds builds;
    Log log;
    while (log.size() < 100) {
        std::vector<Knowledge> knowledge;
        for (std::size_t c = 0; c < causes.size(); ++c)
            knowledge.emplace_back(q, log, log.size(), TestGroup{static_cast<int>(c), {}, false}, false);
        Wanted wanted(log);
        std::vector<SearchContext> contexts;
        for (std::size_t c = 0; c < causes.size(); ++c)
            contexts.push_back(
                {q, knowledge[c], needs, builds, wanted, static_cast<int>(c), Bits(deltas), Bits(deltas, true), false});
        try {
            shared_halves(contexts, Random(log.size()), static_cast<int>(log.size()));
            return static_cast<int>(log.size());
        } catch (const Pending&) {
            for (const auto& experiment : wanted.experiments) {
                LogEntry entry{experiment, {}};
                const Bits bad = *actually_bad(entry);
                for (std::size_t c = 0; c < causes.size(); ++c)
                    entry.observation.results.push_back(
                        {static_cast<int>(c) + 1,
                         bad.test(static_cast<std::size_t>(causes[c])) ? CellResult::fails : CellResult::passes,
                         {},
                         {}});
                log.push_back(entry);
            }
        }
    }
    return -1;
}

}  // namespace

TEST_CASE("halves for all clusters at once take about as many sessions as for one") {
    CHECK(sessions_for({3}, 64) == 0);  // a single cluster is left to the bisection
    const int two = sessions_for({3, 40}, 64);
    const int eight = sessions_for({1, 5, 9, 17, 33, 40, 50, 63}, 64);
    CHECK((two >= 6 && two <= 10));
    CHECK((eight >= 6 && eight <= 13));
}

TEST_CASE("clusters whose one cause is known need no halves") { CHECK(sessions_for({0, 0}, 1) == 0); }
