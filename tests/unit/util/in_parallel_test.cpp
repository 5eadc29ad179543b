#include "util/in_parallel.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.hpp"

using testskew::in_parallel;

TEST_CASE("each is done once, however many work") {
    for (const std::size_t workers : {1, 2, 5}) {
        std::vector<std::atomic<int>> done(20);
        in_parallel(done.size(), workers, [&](std::size_t i) { ++done[i]; });
        for (const auto& one : done) CHECK(one == 1);
    }
    in_parallel(0, 2, [](std::size_t) { FAIL(); });
}

TEST_CASE("two that wait for each other are done at the same time") {
    std::atomic<int> begun{0};
    in_parallel(2, 2, [&](std::size_t) {
        ++begun;
        while (begun < 2) std::this_thread::yield();
    });
    CHECK(begun == 2);
}

TEST_CASE("after an exception none begins, and it is thrown again") {
    std::vector<std::size_t> begun;
    const auto work = [&](std::size_t i) {
        begun.push_back(i);
        if (i == 1) throw std::runtime_error("the second");
    };
    CHECK_THROWS_WITH(in_parallel(5, 1, work), "the second");
    CHECK(begun == std::vector<std::size_t>{0, 1});
}
