#include "matrix/conditions.hpp"

#include <algorithm>
#include <set>

#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::matrix {
namespace {

/// Of so many values, "other than this one" still says something.
constexpr std::size_t most_excluded = 8;

bool is_python(const Column& column) { return column.factor == Factor::interpreter && column.name == "python"; }

/// The places in the order of naturalness within a column. A version of Python is named; of a package a bound is.
int order_of(const Column& column, ConditionKind kind) {
    const bool bound = kind == ConditionKind::at_least || kind == ConditionKind::below;
    if (kind == ConditionKind::is_not) return 3;
    if (kind == ConditionKind::present || kind == ConditionKind::absent) return 0;
    return bound == is_python(column) ? 1 : 0;
}

/// Makes the conditions of one column.
class Maker {
public:
    Maker(const std::vector<Column>& columns, std::size_t column, std::vector<Test>& out)
        : columns_(columns), at_(column), out_(out) {}

    void is(Rank rank) { add(ConditionKind::is, rank, rank, column().hidden ? "" : column().value(rank)); }
    /// Of a thing that has one value wherever it is there: that it is there, or its value if that says more.
    void there(Rank rank) {
        if (column().factor == Factor::packages || column().hidden)
            present();
        else
            is(rank);
    }
    /// A minor version of Python, which the ranks from `low` to `high` are.
    void minor(Rank low, Rank high) {
        add(ConditionKind::is, low, high, minor_of(column().value(low)));
        --out_.back().order;
    }
    void is_not(Rank rank) {
        add(ConditionKind::is_not, rank, rank, column().hidden ? "" : column().value(rank));
        out_.back().negated = true;
    }
    void at_least(Rank rank) {
        add(ConditionKind::at_least, rank, latest, boundary(column().value(rank - 1), column().value(rank)));
    }
    void below(Rank rank) {
        add(ConditionKind::below, earliest, rank - 1, boundary(column().value(rank - 1), column().value(rank)));
    }
    void present() { add(ConditionKind::present, earliest, latest, ""); }
    void absent() {
        add(ConditionKind::absent, 1, latest, "");
        out_.back().absent = true;
    }

private:
    const Column& column() const { return columns_[at_]; }
    void add(ConditionKind kind, Rank low, Rank high, std::string value) {
        Test test;
        test.column = at_;
        test.low = low, test.high = high;
        test.condition = {column().factor, column().name, kind, std::move(value)};
        test.order = telling(column()) * 10 + order_of(column(), kind);
        out_.push_back(std::move(test));
    }

    const std::vector<Column>& columns_;
    std::size_t at_;
    std::vector<Test>& out_;
};

std::set<Rank> ranks_of(const Column& column, const LegSet& legs) {
    std::set<Rank> ranks;
    for (auto leg = legs.find_first(); leg != LegSet::npos; leg = legs.find_next(leg)) ranks.insert(column.ranks[leg]);
    return ranks;
}

/// The first and last of these ranks that have the minor version of `rank`.
std::pair<Rank, Rank> same_minor(const Column& column, const std::set<Rank>& ranks, Rank rank) {
    std::pair<Rank, Rank> result = {rank, rank};
    const std::string minor = minor_of(column.value(rank));
    for (const Rank other : ranks)
        if (other > 0 && minor_of(column.value(other)) == minor)
            result = {std::min(result.first, other), std::max(result.second, other)};
    return result;
}

std::size_t values_among(const std::set<Rank>& ranks) { return ranks.size() - ranks.count(none); }

void common_of_column(Maker& maker, const Column& column, const std::set<Rank>& own, const std::set<Rank>& others) {
    std::set<Rank> all = own;
    all.insert(others.begin(), others.end());
    if (own.size() == 1 && own.count(none)) return maker.absent();
    if (!own.count(none)) {
        const Rank low = *own.begin(), high = *own.rbegin();
        if (values_among(all) == 1) return maker.there(low);
        if (others.count(none)) maker.present();
        bool named = false;  // by its minor version, which says the same as the whole one here
        if (is_python(column) && column.ordered) {
            const auto [first, last] = same_minor(column, all, low);
            if (high <= last) maker.minor(first, last);
            named = first == last;
        }
        if (own.size() == 1 && !named) maker.is(low);
        if (column.ordered) {
            // The bounds are the narrowest: they lie between these legs and the nearest recorded value.
            const auto before = others.lower_bound(low);
            if (before != others.begin() && *std::prev(before) > 0) maker.at_least(low);
            if (others.upper_bound(high) != others.end()) maker.below(high + 1);
        }
    }
    if (all.size() > 2 && all.size() <= most_excluded)
        for (const Rank other : others)
            if (other > 0 && !own.count(other)) maker.is_not(other);
}

}  // namespace

bool Test::met(Rank rank) const {
    if (absent) return rank == none;
    const bool within = rank != none && rank >= low && rank <= high;
    return within != negated;
}

std::string boundary(const std::string& below, const std::string& value) {
    const auto parts = split(value, '.');
    std::string shortest;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        shortest += (i ? "." : "") + parts[i];
        const bool digits = shortest.find_first_not_of("0123456789.") == std::string::npos;
        if (!digits) break;
        if (compare_versions(below, shortest) < 0 && compare_versions(shortest, value) <= 0) return shortest;
    }
    return value;
}

std::vector<Test> common_tests(const std::vector<Column>& columns, const LegSet& all, const LegSet& others) {
    std::vector<Test> result;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto own = ranks_of(columns[i], all), rest = ranks_of(columns[i], others);
        if (own.empty() || own.count(unknown) || rest.count(unknown)) continue;
        Maker maker(columns, i, result);
        common_of_column(maker, columns[i], own, rest);
    }
    std::erase_if(result, [&](const Test& test) { return meeting(test, columns, others) == others; });
    return result;
}

std::vector<Test> all_tests(const std::vector<Column>& columns, const LegSet& legs) {
    std::vector<Test> result;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto ranks = ranks_of(columns[i], legs);
        if (ranks.size() < 2 || ranks.count(unknown)) continue;
        Maker maker(columns, i, result);
        if (ranks.count(none)) maker.present(), maker.absent();
        if (values_among(ranks) == 1) continue;
        Rank before = none;
        std::string minor;
        bool named = false;
        for (const Rank rank : ranks) {
            if (rank < 1) continue;
            if (is_python(columns[i]) && columns[i].ordered && minor_of(columns[i].value(rank)) != minor) {
                const auto [first, last] = same_minor(columns[i], ranks, rank);
                maker.minor(first, last);
                minor = minor_of(columns[i].value(rank));
                named = first == last;
            }
            if (!named) maker.is(rank);
            if (ranks.size() > 2 && ranks.size() <= most_excluded) maker.is_not(rank);
            if (columns[i].ordered && before > 0) maker.at_least(rank), maker.below(rank);
            before = rank;
        }
    }
    std::erase_if(result, [&](const Test& test) {
        const LegSet met = meeting(test, columns, legs);
        return met.none() || met == legs;
    });
    return result;
}

LegSet meeting(const Test& test, const std::vector<Column>& columns, const LegSet& legs) {
    LegSet result(legs.size());
    for (auto leg = legs.find_first(); leg != LegSet::npos; leg = legs.find_next(leg)) {
        const Rank rank = columns[test.column].ranks[leg];
        if (rank != unknown && test.met(rank)) result.set(leg);
    }
    return result;
}

}  // namespace testskew::matrix
