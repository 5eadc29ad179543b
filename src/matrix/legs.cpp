#include "matrix/legs.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "util/recording_name.hpp"
#include "util/release.hpp"

namespace testskew::matrix {
namespace {

constexpr std::size_t most_groups = 16;  // more of them are no overview

using RunsOfLegs = std::vector<std::vector<std::size_t>>;

/// The runs of each leg: those with the same commit and the same value in each column that makes a leg.
RunsOfLegs gathered(const std::vector<MatrixRun>& runs, const std::vector<Column>& columns) {
    std::map<std::pair<std::string, std::vector<Rank>>, std::size_t> known;
    RunsOfLegs result;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::vector<Rank> key;
        for (const Column& column : columns)
            if (column.identity) key.push_back(column.ranks[i]);
        const auto [at, fresh] = known.try_emplace({runs[i].commit, std::move(key)}, result.size());
        if (fresh) result.emplace_back();
        result[at->second].push_back(i);
    }
    return result;
}

/// The columns with a rank for each leg. In what the recordings of a leg differ, nothing is known of the leg.
std::vector<Column> by_leg(const std::vector<Column>& columns, const RunsOfLegs& legs) {
    std::vector<Column> result;
    for (const Column& column : columns) {
        Column one = column;
        one.ranks.clear();
        for (const auto& runs : legs) {
            const Rank first = column.ranks[runs.front()];
            const bool same =
                std::all_of(runs.begin(), runs.end(), [&](std::size_t run) { return column.ranks[run] == first; });
            one.ranks.push_back(same ? first : unknown);
        }
        result.push_back(std::move(one));
    }
    return result;
}

/// The commit whose legs are compared.
std::string main_commit(const std::vector<MatrixRun>& runs, const RunsOfLegs& legs, std::set<std::string>& all) {
    std::map<std::string, std::pair<std::size_t, std::string>> seen;  // how many legs, and when the last one started
    for (const auto& of_leg : legs) {
        auto& [count, last] = seen[runs[of_leg.front()].commit];
        const bool tests =
            std::any_of(of_leg.begin(), of_leg.end(), [&](std::size_t run) { return !runs[run].empty(); });
        count += tests ? 1 : 0;
        for (const std::size_t run : of_leg) last = std::max(last, runs[run].started);
        all.insert(runs[of_leg.front()].commit);
    }
    const auto best =
        std::max_element(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return best == seen.end() ? "" : best->first;
}

bool varies(const Column& column, const std::vector<MatrixLeg>& legs) {
    std::set<Rank> ranks;
    for (std::size_t i = 0; i < legs.size(); ++i)
        if (legs[i].use == LegUse::evidence && column.ranks[i] != unknown) ranks.insert(column.ranks[i]);
    return ranks.size() > 1;
}

/// The group of a leg in a column: its minor version of Python, otherwise its value.
std::string group_value(const Column& column, Rank rank) {
    if (rank < 1) return "";
    return column.name == "python" && column.factor == Factor::interpreter ? minor_of(column.value(rank))
                                                                           : column.value(rank);
}

/// The column that divides the legs best: the first that has a value for each leg, and not too many of them.
const Column* dividing(const std::vector<Column>& columns, const std::vector<MatrixLeg>& legs) {
    for (const Column& column : columns) {
        if (column.hidden) continue;
        std::set<std::string> values;
        std::size_t count = 0;
        for (std::size_t i = 0; i < legs.size(); ++i) {
            if (legs[i].use != LegUse::evidence) continue;
            ++count;
            values.insert(group_value(column, column.ranks[i]));
        }
        if (values.size() > 1 && values.size() <= most_groups && (values.size() < count || count <= most_groups))
            return &column;
    }
    return nullptr;
}

MatrixLeg leg_of(const std::vector<MatrixRun>& runs, const std::vector<std::size_t>& own, const std::string& commit) {
    MatrixLeg leg;
    const MatrixRun& first = runs[own.front()];
    leg.name = first.name;
    leg.commit = first.commit;
    leg.counts = first.counts;
    leg.why = first.why;
    leg.runs = own.size();
    bool empty = true;
    for (const std::size_t run : own) {
        leg.files.push_back(runs[run].file);
        empty = empty && runs[run].empty();
    }
    leg.use = empty ? LegUse::no_tests : leg.commit != commit ? LegUse::other_commit : LegUse::evidence;
    return leg;
}

/// Sorts the legs, and everything that has one place for each of them.
void sort(Legs& all, const Column* first) {
    std::vector<std::size_t> order(all.legs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const Column by = first ? *first : Column{};
    const auto key = [&](std::size_t leg) {
        std::vector<Rank> ranks;
        if (first) ranks.push_back(by.ranks[leg]);
        for (const Column& column : all.columns)
            if (column.identity && !column.hidden) ranks.push_back(column.ranks[leg]);
        return std::tuple(all.legs[leg].use, std::move(ranks), all.legs[leg].name);
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    const Legs before = all;
    for (std::size_t i = 0; i < order.size(); ++i) {
        all.legs[i] = before.legs[order[i]];
        all.runs[i] = before.runs[order[i]];
        for (std::size_t c = 0; c < all.columns.size(); ++c)
            all.columns[c].ranks[i] = before.columns[c].ranks[order[i]];
    }
}

void group(Legs& all, const Column* by) {
    for (std::size_t i = 0; i < all.legs.size(); ++i) {
        MatrixLeg& leg = all.legs[i];
        MatrixGroup one{leg.use, std::nullopt};
        if (by && leg.use == LegUse::evidence) {
            const Rank rank = by->ranks[i];
            one.is = MatrixCondition{by->factor, by->name, rank < 1 ? ConditionKind::absent : ConditionKind::is,
                                     group_value(*by, rank)};
        }
        if (all.groups.empty() || all.groups.back().use != one.use || all.groups.back().is != one.is)
            all.groups.push_back(one);
        leg.group = all.groups.size() - 1;
    }
}

/// Finds names that have several legs of the commit, and the facts that make them several.
void find_apart(Legs& all) {
    std::map<std::string, std::vector<std::size_t>> named;
    for (std::size_t i = 0; i < all.legs.size(); ++i)
        if (all.legs[i].use == LegUse::evidence) named[all.legs[i].name].push_back(i);
    std::set<std::size_t> differing;
    for (const auto& [name, legs] : named) {
        if (legs.size() < 2) continue;
        ++all.apart_names;
        for (std::size_t c = 0; c < all.columns.size(); ++c)
            if (all.columns[c].identity && std::any_of(legs.begin(), legs.end(), [&](std::size_t leg) {
                    return all.columns[c].ranks[leg] != all.columns[c].ranks[legs.front()];
                }))
                differing.insert(c);
    }
    for (const std::size_t c : differing) all.apart.push_back({all.columns[c].factor, all.columns[c].name});
}

/// Gives each leg a name of its own.
void name_all(std::vector<MatrixLeg>& legs) {
    std::vector<std::string> names;
    std::vector<std::filesystem::path> files;
    for (const MatrixLeg& leg : legs) {
        names.push_back(leg.name);
        files.emplace_back(leg.files.front());
    }
    make_distinct(names, files);
    for (std::size_t i = 0; i < legs.size(); ++i) legs[i].name = std::move(names[i]);
}

}  // namespace

Legs legs_of(const std::vector<MatrixRun>& runs) {
    Legs all;
    const std::vector<Column> of_runs = columns(runs);
    all.runs = gathered(runs, of_runs);
    std::set<std::string> commits;
    all.commit = main_commit(runs, all.runs, commits);
    all.commits = static_cast<int>(commits.size());
    for (const auto& own : all.runs) all.legs.push_back(leg_of(runs, own, all.commit));
    all.columns = by_leg(of_runs, all.runs);
    std::erase_if(all.columns, [&](const Column& column) { return !varies(column, all.legs); });
    const Column* by = dividing(all.columns, all.legs);
    const auto place = static_cast<std::size_t>(by ? by - all.columns.data() : 0);
    sort(all, by);
    find_apart(all);
    name_all(all.legs);
    group(all, by ? &all.columns[place] : nullptr);
    for (std::size_t i = 0; i < all.legs.size(); ++i)
        for (const Column& column : all.columns)
            all.legs[i].values.push_back(
                column.ranks[i] < 1 || column.hidden ? std::nullopt : std::optional(column.value(column.ranks[i])));
    return all;
}

}  // namespace testskew::matrix
