#include "matrix/tell_apart.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

namespace testskew::matrix {
namespace {

constexpr std::size_t most_bases = 20, most_values = 20;

std::vector<Rank> ranks_of(const std::vector<Column>& columns, std::size_t leg) {
    std::vector<Rank> ranks;
    for (const Column& column : columns) ranks.push_back(column.ranks[leg]);
    return ranks;
}

/// A condition for readers that says what value a thing has.
Test value_of(const std::vector<Column>& columns, std::size_t at, Rank rank) {
    Test test;
    test.column = at;
    test.low = test.high = rank;
    const Column& column = columns[at];
    test.condition = {column.factor, column.name, ConditionKind::is, ""};
    if (rank == none) test.condition.kind = ConditionKind::absent;
    if (rank == latest || rank == earliest) {
        test.condition.kind = rank == latest ? ConditionKind::later : ConditionKind::earlier;
        test.condition.value = rank == latest ? column.values.back() : column.values.front();
    } else if (rank > 0 && !column.hidden) {
        test.condition.value = column.value(rank);
    }
    return test;
}

/// Keeps the leg that divides most evenly of those that it was shown.
class Best {
public:
    explicit Best(const std::vector<std::vector<Tests>>& descriptions) : descriptions_(descriptions) {}

    void look(const std::vector<Rank>& ranks, std::size_t like, std::optional<Test> changed) {
        Telling one{like, std::move(changed), {}, {}};
        for (std::size_t i = 0; i < descriptions_.size(); ++i) {
            const auto met = meets(descriptions_[i], ranks);
            if (!met) return;
            (*met ? one.fails : one.passes).push_back(i);
        }
        const std::size_t smaller = std::min(one.fails.size(), one.passes.size());
        if (smaller <= divided_) return;
        divided_ = smaller;
        best_ = std::move(one);
    }
    const std::optional<Telling>& found() const { return best_; }

private:
    const std::vector<std::vector<Tests>>& descriptions_;
    std::size_t divided_ = 0;
    std::optional<Telling> best_;
};

/// The values that passing legs have, or what no leg has; the nearest to `own` first.
std::vector<Rank> other_values(const Column& column, const LegSet& passing, bool recorded, Rank own) {
    std::set<Rank> ranks;
    for (auto leg = passing.find_first(); recorded && leg != LegSet::npos; leg = passing.find_next(leg))
        if (column.ranks[leg] != unknown) ranks.insert(column.ranks[leg]);
    if (!recorded && column.ordered) ranks = {earliest, latest};
    std::vector<Rank> result(ranks.begin(), ranks.end());
    std::stable_sort(result.begin(), result.end(), [&](Rank a, Rank b) {
        const auto away = [&](Rank rank) { return std::abs(static_cast<long>(rank) - own); };
        return std::pair(a == none, away(a)) < std::pair(b == none, away(b));
    });
    if (result.size() > most_values) result.resize(most_values);
    return result;
}

}  // namespace

std::optional<NearestPair> nearest_pair(const std::vector<Column>& columns, const LegSet& failing,
                                        const LegSet& passing) {
    std::optional<NearestPair> best;
    long nearest = 0;
    for (auto bad = failing.find_first(); bad != LegSet::npos; bad = failing.find_next(bad))
        for (auto good = passing.find_first(); good != LegSet::npos; good = passing.find_next(good)) {
            NearestPair one{bad, good, 0};
            long steps = 0;  // between the values of what has an order
            for (const Column& column : columns) {
                if (!column.identity || column.ranks[bad] == column.ranks[good]) continue;
                ++one.differences;
                if (column.ordered) steps += std::labs(static_cast<long>(column.ranks[bad]) - column.ranks[good]);
            }
            if (best && std::pair(best->differences, nearest) <= std::pair(one.differences, steps)) continue;
            best = one;
            nearest = steps;
        }
    return best;
}

std::optional<Telling> tell_apart(const std::vector<std::vector<Tests>>& descriptions,
                                  const std::vector<Column>& columns, const LegSet& failing, const LegSet& passing,
                                  const LegSet& open) {
    if (descriptions.size() < 2) return std::nullopt;
    Best best(descriptions);
    for (auto leg = open.find_first(); leg != LegSet::npos; leg = open.find_next(leg))
        best.look(ranks_of(columns, leg), leg, std::nullopt);
    if (best.found()) return best.found();
    std::set<std::size_t> used;
    for (const auto& any : descriptions)
        for (const Tests& tests : any)
            for (const Test& test : tests) used.insert(test.column);
    for (const bool recorded : {true, false}) {
        std::size_t bases = 0;
        for (auto leg = failing.find_first(); leg != LegSet::npos && bases < most_bases;
             leg = failing.find_next(leg), ++bases) {
            const auto ranks = ranks_of(columns, leg);
            for (const std::size_t column : used)
                for (const Rank rank : other_values(columns[column], passing, recorded, ranks[column])) {
                    if (rank == ranks[column]) continue;
                    auto changed = ranks;
                    changed[column] = rank;
                    best.look(changed, leg, value_of(columns, column, rank));
                }
        }
        if (best.found()) break;
    }
    return best.found();
}

}  // namespace testskew::matrix
