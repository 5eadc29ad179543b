#pragma once
#include <string>

#include "report/experiments.hpp"

namespace testskew::report {

/// A picture of the experiments on a problem: for its cause and for each factor, the sessions in which it was as on the
/// bad side, and those in which it was as on the good side, each drawn by what the tests did in it. What the failure
/// follows separates the two kinds. It is an SVG that can be read without a style sheet, and "" for no trials.
std::string html_picture(const Report& report, const Problem& problem, const Experiments& all);

}  // namespace testskew::report
