#include "attribute/weights.hpp"

#include <numeric>

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

TEST_CASE("a factor with few deltas gets as much as one with many") {
    const auto question = question_of({{Factor::interpreter, 1}, {Factor::packages, 99}});
    const auto weight = weights(question, question.clusters.front());
    CHECK(std::abs(sum(weight) - 1) < 1e-9);
    CHECK(weight[0] > 0.25);
    CHECK(weight[1] == weight[99]);
    CHECK(weight[1] >= 0.5 / 100);  // one session more than by equal halves, at most
}

TEST_CASE("what evidence points to weighs more") {
    auto question = question_of({{Factor::packages, 100}});
    question.clusters.front().suspects = {set_of(100, {7}), set_of(100, {8, 9})};
    const auto weight = weights(question, question.clusters.front());
    CHECK(std::abs(sum(weight) - 1) < 1e-9);
    CHECK(weight[7] > 0.125);
    CHECK(weight[8] == weight[9]);
    CHECK(weight[8] > 5 * weight[1]);
}
