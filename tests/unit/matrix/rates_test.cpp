#include "matrix/rates.hpp"

#include "catch.hpp"
#include "matrix/matrix.hpp"
#include "unit/matrix/build.hpp"

using namespace testskew;
using matrix::Count;

TEST_CASE("an interval is that of Clopper and Pearson") {
    const auto of = [](int failed, int runs) { return matrix::interval_of({failed, runs}); };
    CHECK(of(0, 20).low == Approx(0));
    CHECK(of(0, 20).high == Approx(0.16843).epsilon(0.001));  // 1 - 0.025 ** (1 / 20)
    CHECK(of(7, 20).low == Approx(0.15391).epsilon(0.001));
    CHECK(of(7, 20).high == Approx(0.59219).epsilon(0.001));
    CHECK(of(20, 20).high == Approx(1));
    CHECK(of(0, 0).high == 1);
}

TEST_CASE("Fisher's test gives the known values") {
    CHECK(matrix::fisher({7, 20}, {0, 20}) == Approx(0.0083149).epsilon(0.001));
    CHECK(matrix::fisher({3, 4}, {1, 4}) == Approx(0.485714).epsilon(0.001));  // the lady tasting tea
    CHECK(matrix::fisher({0, 20}, {0, 20}) == 1);
    CHECK(matrix::fisher({2, 2}, {0, 0}) == 1);
}

TEST_CASE("Holm's correction keeps the order and is never above one") {
    const auto corrected = matrix::holm({0.01, 0.04, 0.03, 0.9});
    CHECK(corrected[0] == Approx(0.04));
    CHECK(corrected[2] == Approx(0.09));
    CHECK(corrected[1] == Approx(0.09));
    CHECK(corrected[3] == Approx(0.9));
}

namespace {

/// Four legs of two Pythons and two releases of numpy.
std::vector<matrix::Column> four_legs() {
    std::vector<MatrixRun> runs;
    for (const std::string python : {"3.12.1", "3.13.1"})
        for (const std::string numpy : {"2.2.6", "2.3.1"})
            runs.push_back(build::run("leg", python, {{"numpy", numpy}}));
    return matrix::columns(runs);
}

}  // namespace

TEST_CASE("a rate that goes with a condition is found") {
    const auto found = matrix::most_different(four_legs(), {{0, 10}, {0, 10}, {5, 10}, {4, 10}});
    REQUIRE(found);
    CHECK(build::text(found->test.condition) == "python 3.12");
    CHECK(found->with.failed == 0);
    CHECK(found->without.failed == 9);
    CHECK(found->tried == 2);
    CHECK(found->corrected == Approx(found->p * 2));
    CHECK(found->corrected < 0.01);
}

TEST_CASE("in ten thousand worlds in which the rate is the same, fewer than one of twenty is told to follow") {
    const auto columns = four_legs();
    std::uint64_t state = 2463534242;
    const auto chance = [&] {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        return static_cast<double>(state >> 11) / static_cast<double>(1ULL << 53);
    };
    int wrong = 0;
    for (int world = 0; world < 10'000; ++world) {
        const double rate = chance();
        std::vector<Count> counts;
        for (int leg = 0; leg < 4; ++leg) {
            Count one{0, 5};
            for (int run = 0; run < 5; ++run) one.failed += chance() < rate ? 1 : 0;
            counts.push_back(one);
        }
        const auto found = matrix::most_different(columns, counts);
        wrong += found && found->corrected <= 0.05 ? 1 : 0;
    }
    INFO(wrong);
    CHECK(wrong < 500);
}
