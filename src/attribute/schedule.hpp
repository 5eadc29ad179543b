#pragma once
#include <vector>

#include "attribute/question.hpp"

namespace testskew::attribute {

/// About how many seconds a session of this hybrid takes for what the sides do not have in common (Delta::seconds).
double price(const Question& question, const Bits& bad);

/// How many sessions run at a time, if each is alone on its machine or not.
int at_a_time(const Options& options, bool alone);

/// When the last of these sessions ends if they begin in this order, each as soon as one of `slots` is free: the length
/// of a list schedule (Graham, "Bounds on multiprocessing timing anomalies", 1969).
double makespan(const std::vector<double>& seconds, int slots);

}  // namespace testskew::attribute
