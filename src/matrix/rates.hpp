#pragma once
#include <optional>
#include <vector>

#include "matrix/conditions.hpp"

/// How often a flaky failure comes, and whether that goes with something in which legs differ.
namespace testskew::matrix {

/// How often something came.
struct Count {
    int failed = 0, runs = 0;
};

/// An interval that holds the true rate in at least 95 of 100 such counts (Clopper and Pearson, The use of confidence
/// or fiducial limits, Biometrika 26, 1934). {0, 1} without a run.
struct RateInterval {
    double low = 0, high = 1;
};
RateInterval interval_of(const Count& count);

/// The probability that two counts of the same true rate are at least as far apart: Fisher's exact test, two-sided, the
/// sum over all tables that are at most as probable (Fisher, The logic of inductive inference, 1935).
double fisher(const Count& a, const Count& b);

/// The least probabilities after Holm's correction for all that was tried (Holm, A simple sequentially rejective
/// multiple test procedure, 1979), in the given order.
std::vector<double> holm(const std::vector<double>& p);

/// The condition with which the rate differs most surely.
struct RateSplit {
    Test test;
    Count with, without;
    double p = 1, corrected = 1;
    std::size_t tried = 0;  ///< how many divisions of the legs were tried
};

/// Tries every condition that divides the legs that have a count, each division once. nullopt if there is none.
std::optional<RateSplit> most_different(const std::vector<Column>& columns, const std::vector<Count>& of_leg);

}  // namespace testskew::matrix
