#include "attribute/rate.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace testskew::attribute {
namespace {

/// The logarithm of how likely a sequence with so many of each kind is under the mixture of all rates with Jeffreys'
/// weight: B(one + 1/2, other + 1/2) / B(1/2, 1/2), and B(1/2, 1/2) is pi.
double log_mixture(int one, int other) {
    return std::lgamma(one + 0.5) + std::lgamma(other + 0.5) - std::lgamma(one + other + 1.0) -
           std::log(std::numbers::pi);
}

/// The same under one rate, which is neither 0 nor 1.
double log_likelihood(int failed, int passed, double rate) {
    return failed * std::log(rate) + passed * std::log1p(-rate);
}

/// Where the likelihood falls below what is believable between `inside` and `outside`, by halving.
double edge(int failed, int passed, double inside, double outside) {
    const double least = log_mixture(failed, passed) + std::log(rate_error);
    for (int i = 0; i < 50; ++i) {
        const double middle = (inside + outside) / 2;
        (log_likelihood(failed, passed, middle) > least ? inside : outside) = middle;
    }
    return inside;
}

bool counts(CellResult result) { return result == CellResult::fails || result == CellResult::passes; }

}  // namespace

SideRate rate_of(int failed, int sessions) {
    SideRate rate{failed, sessions, 0, 1};
    if (sessions == 0) return rate;
    const int passed = sessions - failed;
    const double seen = (failed + 0.5) / (sessions + 1.0);
    if (failed > 0) rate.low = edge(failed, passed, seen, 0);
    if (passed > 0) rate.high = edge(failed, passed, seen, 1);
    return rate;
}

double rate_evidence(int one, int other) {
    return std::exp(log_mixture(one, other) + (one + other) * std::numbers::ln2);
}

void add_pair(RateComparison& rates, CellResult bad, CellResult good) {
    if (!counts(bad) || !counts(good)) {
        ++rates.lost;
        return;
    }
    const bool bad_fails = bad == CellResult::fails, good_fails = good == CellResult::fails;
    for (const auto& [rate, fails] : {std::pair(&rates.bad, bad_fails), std::pair(&rates.good, good_fails)})
        rate->failed += fails, ++rate->sessions;
    rates.only_bad += bad_fails && !good_fails;
    rates.only_good += good_fails && !bad_fails;
    rates.evidence = rate_evidence(rates.only_bad, rates.only_good);
    rates.shown = rates.evidence >= 1 / rate_error;
}

void set_bounds(RateComparison& rates) {
    for (SideRate* rate : {&rates.bad, &rates.good}) *rate = rate_of(rate->failed, rate->sessions);
}

}  // namespace testskew::attribute
