#include "matrix/rates.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <numeric>
#include <set>

namespace testskew::matrix {

RateInterval interval_of(const Count& count) {
    if (count.runs == 0) return {};
    using Binomial = boost::math::binomial_distribution<>;
    const double runs = count.runs, failed = count.failed, beyond = 0.025;
    return {Binomial::find_lower_bound_on_p(runs, failed, beyond),
            Binomial::find_upper_bound_on_p(runs, failed, beyond)};
}

double fisher(const Count& a, const Count& b) {
    const auto failed = static_cast<unsigned>(a.failed + b.failed), all = static_cast<unsigned>(a.runs + b.runs);
    if (a.runs == 0 || b.runs == 0 || failed == 0 || failed == all) return 1;
    const boost::math::hypergeometric_distribution<> tables(failed, static_cast<unsigned>(a.runs), all);
    const double seen = boost::math::pdf(tables, static_cast<unsigned>(a.failed));
    double sum = 0;
    for (auto i = static_cast<int>(boost::math::range(tables).first);
         i <= static_cast<int>(boost::math::range(tables).second); ++i)
        if (const double one = boost::math::pdf(tables, static_cast<unsigned>(i)); one <= seen * (1 + 1e-9)) sum += one;
    return std::min(sum, 1.0);
}

std::vector<double> holm(const std::vector<double>& p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> result(p.size());
    double most = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        most = std::max(most, std::min(1.0, p[order[i]] * static_cast<double>(p.size() - i)));
        result[order[i]] = most;
    }
    return result;
}

std::optional<RateSplit> most_different(const std::vector<Column>& columns, const std::vector<Count>& of_leg) {
    LegSet legs(of_leg.size());
    for (std::size_t i = 0; i < of_leg.size(); ++i) legs.set(i, of_leg[i].runs > 0);
    auto tests = all_tests(columns, legs);
    std::stable_sort(tests.begin(), tests.end(), [](const Test& a, const Test& b) { return a.order < b.order; });
    std::set<LegSet> seen;
    std::vector<RateSplit> splits;
    std::vector<double> p;
    for (const Test& test : tests) {
        const LegSet met = meeting(test, columns, legs);
        // A division of the legs is the same whichever half the condition is true of.
        if (!seen.insert(met.test(legs.find_first()) ? met : legs - met).second) continue;
        RateSplit one{test, {}, {}, 1, 1, 0};
        for (auto leg = legs.find_first(); leg != LegSet::npos; leg = legs.find_next(leg)) {
            Count& half = met.test(leg) ? one.with : one.without;
            half.failed += of_leg[leg].failed;
            half.runs += of_leg[leg].runs;
        }
        one.p = fisher(one.with, one.without);
        p.push_back(one.p);
        splits.push_back(std::move(one));
    }
    if (splits.empty()) return std::nullopt;
    const auto corrected = holm(p);
    const auto best = static_cast<std::size_t>(std::min_element(p.begin(), p.end()) - p.begin());
    splits[best].corrected = corrected[best];
    splits[best].tried = splits.size();
    return splits[best];
}

}  // namespace testskew::matrix
