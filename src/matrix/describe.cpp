#include "matrix/describe.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "matrix/cover.hpp"

namespace testskew::matrix {
namespace {

/// Conditions that are true of the same legs, the most natural ones first.
struct Class {
    LegSet legs;  ///< what it stands for: the legs that it excludes, or those that it covers
    std::vector<Test> tests;
};

/// Puts conditions with the same legs together. Of one column, the first condition is told before the second one of
/// any other column.
std::vector<Class> classes(std::vector<Test> tests, const std::function<LegSet(const Test&)>& legs_of) {
    std::stable_sort(tests.begin(), tests.end(), [](const Test& a, const Test& b) { return a.order < b.order; });
    std::map<LegSet, std::size_t> known;
    std::vector<Class> result;
    for (Test& test : tests) {
        LegSet legs = legs_of(test);
        if (legs.none()) continue;
        const auto [at, fresh] = known.try_emplace(legs, result.size());
        if (fresh) result.push_back({std::move(legs), {}});
        auto& own = result[at->second].tests;
        const auto again =
            std::count_if(own.begin(), own.end(), [&](const Test& t) { return t.column == test.column; });
        // What is said by a version is not said once more by what it is not.
        if (again && test.condition.kind == ConditionKind::is_not) continue;
        test.order += 1000 * static_cast<int>(again);
        own.push_back(std::move(test));
    }
    for (Class& one : result)
        std::stable_sort(one.tests.begin(), one.tests.end(),
                         [](const Test& a, const Test& b) { return a.order < b.order; });
    return result;
}

int order_of(const Tests& tests) {
    return std::accumulate(tests.begin(), tests.end(), 0, [](int sum, const Test& test) { return sum + test.order; });
}

/// The conjunctions that come of choosing one condition of each class, the first ones of each: at most `most`.
std::vector<Tests> choices(const std::vector<const Class*>& chosen, std::size_t most) {
    std::vector<Tests> result = {{}};
    for (const Class* one : chosen) {
        std::vector<Tests> longer;
        for (const Tests& begun : result)
            for (std::size_t i = 0; i < one->tests.size() && i < most; ++i) {
                longer.push_back(begun);
                longer.back().push_back(one->tests[i]);
            }
        std::stable_sort(longer.begin(), longer.end(),
                         [](const Tests& a, const Tests& b) { return order_of(a) < order_of(b); });
        if (longer.size() > most) longer.resize(most);
        result = std::move(longer);
    }
    return result;
}

/// The shortest conjunctions of these classes that together exclude `wanted`.
void conjunctions(const std::vector<Class>& all, const LegSet& wanted, const SearchLimits& limits, Described& result) {
    std::vector<LegSet> sets;
    for (const Class& one : all) sets.push_back(one.legs & wanted);
    const Covers found = covers(wanted, sets, limits.conditions, limits.steps);
    result.greedy = found.greedy;
    std::vector<Tests> some;
    std::size_t count = 0;
    for (const auto& cover : found.found) {
        std::vector<const Class*> chosen;
        std::size_t ways = 1;
        for (const std::size_t i : cover) {
            chosen.push_back(&all[i]);
            ways *= all[i].tests.size();
        }
        count += ways;
        for (Tests& tests : choices(chosen, limits.told)) some.push_back(std::move(tests));
    }
    std::stable_sort(some.begin(), some.end(),
                     [](const Tests& a, const Tests& b) { return order_of(a) < order_of(b); });
    if (some.size() > limits.told) some.resize(limits.told);
    for (Tests& tests : some) {
        std::stable_sort(tests.begin(), tests.end(),
                         [](const Test& a, const Test& b) { return a.order % 1000 < b.order % 1000; });
        result.found.push_back({std::move(tests)});
    }
    result.more = count - result.found.size();
}

/// A conjunction of one or two conditions that no passing leg meets, and the failing ones that meet it.
struct Half {
    LegSet covers;
    Tests tests;
};

/// Such conjunctions, the ones that cover most first.
std::vector<Half> halves(const std::vector<Column>& columns, const LegSet& failing, const LegSet& passing,
                         std::size_t most, bool& cut) {
    const LegSet both = failing | passing;
    auto all = classes(all_tests(columns, both), [&](const Test& test) { return meeting(test, columns, both); });
    cut = all.size() > most;
    if (cut) all.resize(most);
    std::map<LegSet, Tests> known;
    const auto add = [&](const LegSet& legs, Tests tests) {
        if (legs.none() || legs.intersects(passing)) return;
        const auto [at, fresh] = known.try_emplace(legs, tests);
        const auto length = [](const Tests& t) { return std::pair(t.size(), order_of(t)); };
        if (!fresh && length(tests) < length(at->second)) at->second = std::move(tests);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        add(all[i].legs, {all[i].tests.front()});
        for (std::size_t k = i + 1; k < all.size(); ++k)
            if (const LegSet legs = all[i].legs & all[k].legs; !legs.intersects(passing))
                add(legs, {all[i].tests.front(), all[k].tests.front()});
    }
    std::vector<Half> result;
    for (auto& [legs, tests] : known) result.push_back({legs, std::move(tests)});
    std::stable_sort(result.begin(), result.end(), [](const Half& a, const Half& b) {
        return std::pair(b.covers.count(), a.tests.size()) < std::pair(a.covers.count(), b.tests.size());
    });
    cut = cut || result.size() > most;
    if (result.size() > most) result.resize(most);
    return result;
}

/// Two conjunctions of which each failing leg meets one; fewest conditions first. False if there are none.
bool two_halves(const std::vector<Column>& columns, const LegSet& failing, const LegSet& passing,
                const SearchLimits& limits, Described& result) {
    bool cut = false;
    const auto all = halves(columns, failing, passing, limits.of_two_halves, cut);
    std::vector<std::tuple<std::size_t, int, std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = i + 1; k < all.size(); ++k)
            if ((all[i].covers | all[k].covers) == failing)
                pairs.emplace_back(all[i].tests.size() + all[k].tests.size(),
                                   order_of(all[i].tests) + order_of(all[k].tests), i, k);
    if (pairs.empty()) return false;
    std::sort(pairs.begin(), pairs.end());
    // What is longer than a list of the legs describes nothing.
    if (std::get<0>(pairs.front()) > std::max<std::size_t>(2, failing.count())) return false;
    std::size_t count = 0;
    for (const auto& [length, order, i, k] : pairs) {
        if (length != std::get<0>(pairs.front())) break;
        ++count;
        if (result.found.size() >= limits.told) continue;
        result.found.push_back({all[i].tests, all[k].tests});
        if (order_of(all[k].tests) < order_of(all[i].tests))
            std::swap(result.found.back().front(), result.found.back().back());
    }
    result.as = DescribedAs::either;
    result.greedy = cut;
    result.more = count - result.found.size();
    return true;
}

/// The one or two conditions that all failing legs meet and that most passing ones do not, if that is at least a half
/// of them: what separates fewer describes nothing.
void describe_nearly(const std::vector<Class>& all, const LegSet& passing, const SearchLimits& limits,
                     Described& result) {
    LegSet excluded(passing.size());
    for (int round = 0; round < 2; ++round) {
        const auto gain = [&](const Class& one) { return (one.legs - excluded).count(); };
        const auto best =
            std::max_element(all.begin(), all.end(), [&](const Class& a, const Class& b) { return gain(a) < gain(b); });
        if (best != all.end()) excluded |= best->legs;
    }
    const bool near = excluded.any() && excluded.count() * 2 >= passing.count();
    result.as = near ? DescribedAs::near : DescribedAs::nowhere;
    result.wrongly = near ? passing - excluded : LegSet(passing.size());
    if (!near) return;
    // Only conditions that exclude nothing else, so that all descriptions are true of the same legs.
    std::vector<Class> within;
    for (const Class& one : all)
        if (one.legs.is_subset_of(excluded)) within.push_back(one);
    conjunctions(within, excluded, limits, result);
}

}  // namespace

Described describe(const std::vector<Column>& columns, const LegSet& failing, const LegSet& passing,
                   const SearchLimits& limits) {
    Described result;
    result.wrongly = LegSet(failing.size());
    if (failing.none()) result.as = DescribedAs::unsteady;
    if (failing.none() || passing.none()) return result;
    const auto all = classes(common_tests(columns, failing, passing),
                             [&](const Test& test) { return passing - meeting(test, columns, passing); });
    LegSet excluded(failing.size());
    for (const Class& one : all) excluded |= one.legs;
    if (excluded == passing) {
        result.as = DescribedAs::exact;
        conjunctions(all, passing, limits, result);
        if (!result.greedy) return result;
    }
    Described either;
    either.wrongly = result.wrongly;
    if (two_halves(columns, failing, passing, limits, either)) {
        const auto length = [](const Described& one) {
            std::size_t sum = 0;
            for (const Tests& tests : one.found.front()) sum += tests.size();
            return sum;
        };
        if (result.found.empty() || length(either) < length(result)) return either;
    }
    if (result.as == DescribedAs::exact) return result;
    describe_nearly(all, passing, limits, result);
    return result;
}

std::optional<bool> meets(const std::vector<Tests>& any, const std::vector<Rank>& ranks) {
    bool doubtful = false;
    for (const Tests& tests : any) {
        bool all = true, known = true;
        for (const Test& test : tests) {
            const Rank rank = ranks[test.column];
            if (rank == unknown)
                known = false;
            else
                all = all && test.met(rank);
        }
        if (all && known) return true;
        doubtful = doubtful || (all && !known);
    }
    return doubtful ? std::nullopt : std::optional(false);
}

}  // namespace testskew::matrix
