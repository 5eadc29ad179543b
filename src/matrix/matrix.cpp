#include "matrix/matrix.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "matrix/cells.hpp"
#include "matrix/legs.hpp"
#include "matrix/rates.hpp"
#include "matrix/tell_apart.hpp"
#include "model/node_id.hpp"

namespace testskew::matrix {
namespace {

constexpr std::size_t most_columns = 8;  // of the table of legs
constexpr std::size_t few_columns = 4;   // where fewer are in a description

/// What was found for the same failing and passing legs, so that it is looked for once.
using Found = std::map<std::tuple<LegSet, LegSet, LegSet>, MatrixCluster>;

class Analysis {
public:
    Analysis(const MatrixInput& input, const SearchLimits& limits)
        : input_(input), limits_(limits), all_(legs_of(input.runs)) {}

    MatrixReport report() {
        MatrixReport result;
        for (const Failures& one : failures_of(input_))
            if (!one.tests.empty() || !one.nodes.empty()) add(cluster(one), result.clusters);
        std::stable_sort(result.clusters.begin(), result.clusters.end(), before);
        for (std::size_t i = 0; i < result.clusters.size(); ++i) result.clusters[i].number = static_cast<int>(i) + 1;
        result.legs = all_.legs;
        result.groups = all_.groups;
        result.commit = all_.commit;
        result.commits = all_.commits;
        result.apart = all_.apart;
        result.apart_names = all_.apart_names;
        result.tests = input_.tests.size();
        result.recordings = input_.runs.size();
        result.most_conditions = limits_.conditions;
        take_columns(result);
        for (std::size_t i = 0; i < result.legs.size(); ++i) {
            const bool fails = std::any_of(result.clusters.begin(), result.clusters.end(), [&](const MatrixCluster& c) {
                return c.cells[i].result == LegResult::fails || c.cells[i].result == LegResult::flaky;
            });
            if (fails && result.legs[i].use == LegUse::evidence) ++result.failed;
        }
        return result;
    }

private:
    /// What fails on all recordings comes first, then what fails in most legs and most tests.
    static bool before(const MatrixCluster& a, const MatrixCluster& b) {
        const auto key = [](const MatrixCluster& c) {
            const int rank = c.described == DescribedAs::aside ? 2 : c.described == DescribedAs::unsteady ? 1 : 0;
            return std::tuple(rank, -static_cast<long>(c.failing.size()), -static_cast<long>(c.tests.size()));
        };
        return key(a) < key(b);
    }

    /// Failures that look alike to a reader and show in the same legs are one row.
    void add(MatrixCluster one, std::vector<MatrixCluster>& all) {
        std::string results;
        for (const MatrixCell& cell : one.cells) results += static_cast<char>('0' + static_cast<int>(cell.result));
        const Failure& error = one.error;
        const auto [at, fresh] = rows_.try_emplace(
            {results, error.type, error.message, error.assertion, error.path, error.function, error.line}, all.size());
        if (fresh) return all.push_back(std::move(one));
        MatrixCluster& row = all[at->second];
        row.tests.insert(row.tests.end(), one.tests.begin(), one.tests.end());
        std::sort(row.tests.begin(), row.tests.end());
        row.tests.erase(std::unique(row.tests.begin(), row.tests.end()), row.tests.end());
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            row.cells[i].failed += one.cells[i].failed;
            row.cells[i].ran += one.cells[i].ran;
        }
    }

    /// The columns that are used in a description come first, so that the table shows them.
    void take_columns(MatrixReport& report) const {
        std::vector<std::size_t> order;
        std::size_t most = most_columns;
        const auto add = [&](std::size_t column) {
            if (order.size() < most && !all_.columns[column].hidden &&
                std::find(order.begin(), order.end(), column) == order.end())
                order.push_back(column);
        };
        if (!all_.columns.empty() && all_.columns.front().name == "python") add(0);
        for (const std::size_t column : used_) add(column);
        most = std::max(order.size(), few_columns);
        for (std::size_t i = 0; i < all_.columns.size(); ++i)
            if (all_.columns[i].identity) add(i);
        for (const std::size_t column : order)
            report.columns.push_back({all_.columns[column].factor, all_.columns[column].name});
        for (MatrixLeg& leg : report.legs) {
            std::vector<std::optional<std::string>> values;
            for (const std::size_t column : order) values.push_back(leg.values[column]);
            leg.values = std::move(values);
        }
    }

    MatrixCluster cluster(const Failures& failures) {
        MatrixCluster result;
        result.fingerprint = input_.failures[failures.failure].fingerprint;
        result.error = input_.failures[failures.failure].error;
        for (const auto test : failures.tests) result.tests.push_back(input_.tests[test]);
        for (const auto node : failures.nodes) result.tests.push_back(input_.nodes[node]);
        LegSet failing(all_.legs.size()), passing(all_.legs.size()), open(all_.legs.size());
        for (std::size_t i = 0; i < all_.legs.size(); ++i) {
            result.cells.push_back(cell(input_, failures, all_.runs[i]));
            count(i, result, failing, passing, open);
        }
        const auto [at, fresh] = found_.try_emplace({failing, passing, open});
        if (fresh) describe_legs(failing, passing, open, at->second);
        const MatrixCluster& known = at->second;
        result.described = known.described;
        result.greedy = known.greedy;
        result.descriptions = known.descriptions;
        result.more = known.more;
        result.wrongly = known.wrongly;
        result.telling = known.telling;
        result.nearest = known.nearest;
        if (failing.none() && result.flaky == 0) result.described = DescribedAs::aside;
        if (result.flaky) take_rates(result);
        return result;
    }

    /// How often a flaky failure comes in each leg, and with what that goes.
    void take_rates(MatrixCluster& result) const {
        std::vector<Count> of_leg;
        for (std::size_t i = 0; i < all_.legs.size(); ++i) {
            MatrixCell& cell = result.cells[i];
            const bool counts = all_.legs[i].use == LegUse::evidence;
            of_leg.push_back(counts ? Count{cell.runs_failed, cell.runs_ran} : Count{});
            if (cell.result != LegResult::flaky) continue;
            const RateInterval interval = interval_of({cell.runs_failed, cell.runs_ran});
            cell.rate_low = interval.low, cell.rate_high = interval.high;
        }
        const auto split = most_different(all_.columns, of_leg);
        if (!split) return;
        result.rate = MatrixRate{words_of(split->test), split->with.failed, split->with.runs, split->without.failed,
                                 split->without.runs,   split->p,           split->corrected, split->tried};
    }

    void count(std::size_t leg, MatrixCluster& result, LegSet& failing, LegSet& passing, LegSet& open) {
        const LegResult what = result.cells[leg].result;
        if (all_.legs[leg].use == LegUse::other_commit) {
            ++result.aside;
            return;
        }
        if (what == LegResult::fails) failing.set(leg), result.failing.push_back(leg);
        if (what == LegResult::passes) passing.set(leg), result.passing.push_back(leg);
        if (what == LegResult::flaky) ++result.flaky;
        if (what == LegResult::other) ++result.other;
        if (what == LegResult::nothing) ++result.nothing;
        if (what == LegResult::nothing || what == LegResult::flaky) open.set(leg);
    }

    MatrixCondition words_of(const Test& test) const {
        MatrixCondition condition = test.condition;
        const Column& column = all_.columns[test.column];
        const bool valued = condition.kind == ConditionKind::is || condition.kind == ConditionKind::is_not;
        if (!column.hidden || !valued) return condition;
        const auto at = std::find(column.ranks.begin(), column.ranks.end(), test.low);
        if (at != column.ranks.end())
            condition.as_in = all_.legs[static_cast<std::size_t>(at - column.ranks.begin())].name;
        return condition;
    }

    void describe_legs(const LegSet& failing, const LegSet& passing, const LegSet& open, MatrixCluster& result) {
        const Described found = describe(all_.columns, failing, passing, limits_);
        result.described = found.as;
        result.greedy = found.greedy;
        result.more = found.more;
        for (const auto& any : found.found) {
            MatrixDescription one;
            for (const Tests& tests : any) {
                Conjunction conditions;
                for (const Test& test : tests) {
                    conditions.push_back(words_of(test));
                    const bool told = found.as != DescribedAs::near && &any == &found.found.front();
                    if (told && std::find(used_.begin(), used_.end(), test.column) == used_.end())
                        used_.push_back(test.column);
                }
                one.any.push_back(std::move(conditions));
            }
            result.descriptions.push_back(std::move(one));
        }
        for (auto leg = found.wrongly.find_first(); leg != LegSet::npos; leg = found.wrongly.find_next(leg))
            result.wrongly.push_back(leg);
        result.nearest = nearest_pair(all_.columns, failing, passing);
        if (found.as == DescribedAs::near) return;
        if (const auto telling = tell_apart(found.found, all_.columns, failing, passing, open)) {
            result.telling = TellingLeg{telling->like, {}, telling->fails, telling->passes};
            if (telling->changed) result.telling->changed.push_back(words_of(*telling->changed));
        }
    }

    const MatrixInput& input_;
    const SearchLimits& limits_;
    Legs all_;
    Found found_;
    std::map<std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, int>, std::size_t>
        rows_;
    std::vector<std::size_t> used_;  ///< columns of the first description of a failure
};

/// How many tests run in one leg and are skipped in another one.
int new_outcomes(const MatrixInput& input) {
    std::vector<std::uint8_t> seen(input.tests.size(), 0);
    for (const MatrixRun& run : input.runs)
        for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
            if (run.outcomes[i] == RunOutcome::passed) seen[i] |= 1;
            if (run.outcomes[i] == RunOutcome::nothing) seen[i] |= 2;
        }
    return static_cast<int>(std::count(seen.begin(), seen.end(), 3));
}

}  // namespace

MatrixReport analyse(const MatrixInput& input, bool strict, const SearchLimits& limits) {
    MatrixReport report = Analysis(input, limits).report();
    report.new_outcomes = new_outcomes(input);
    const bool failing = std::any_of(report.clusters.begin(), report.clusters.end(),
                                     [](const MatrixCluster& one) { return one.described != DescribedAs::aside; });
    report.exit_code = failing || (strict && report.new_outcomes) ? ExitCode::unattributed : ExitCode::ok;
    return report;
}

}  // namespace testskew::matrix
