#include "investigation/delta_seconds.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::investigation;

namespace {

constexpr auto collected = "collected";

/// Both sides run test_own.py; the bad one runs two more modules, of which the second has a slow test.
Base base() {
    Base base;
    base.bad.seconds = 20;
    base.good.seconds = 2;
    const auto test = [](const char* id, double seconds) {
        TestRecord record;
        record.id = id;
        record.seconds = seconds;
        return record;
    };
    base.bad.tests = {test("test_a.py::one", 0), test("test_b.py::C::slow", 6), test("test_own.py::one", 1)};
    base.good.tests = {test("test_own.py::one", 1)};
    return base;
}

const sides::SwapDelta a = {DeltaKind::module, Factor::selection, "test_a.py", collected, std::nullopt},
                       b = {DeltaKind::module, Factor::selection, "test_b.py", collected, std::nullopt},
                       variable = {DeltaKind::variable, Factor::environ, "TZ", "a", "b"},
                       targets = {DeltaKind::targets, Factor::selection, "targets", "tests", "tests/test_own.py"};

}  // namespace

TEST_CASE("a module takes what its tests took, and its share of collecting") {
    CHECK(delta_seconds(base(), {variable, a, b}) == std::vector<double>{0, 6, 12});
}

TEST_CASE("what no difference explains is what every session takes") {
    CHECK(least_seconds(base(), delta_seconds(base(), {variable, a, b})) == 2);
    CHECK(least_seconds(base(), delta_seconds(base(), {variable})) ==
          20);  // the sides differ in length, and nobody knows why
}

TEST_CASE("a module of the good side takes its time with the good value") {
    Base other = base();
    std::swap(other.bad, other.good);
    CHECK(delta_seconds(other, {{DeltaKind::module, Factor::selection, "test_b.py", std::nullopt, collected}}) ==
          std::vector<double>{-18});
}

TEST_CASE("a single test takes its own time, and other targets what one side takes longer") {
    CHECK(delta_seconds(base(), {{DeltaKind::test, Factor::selection, "test_b.py::C::slow", collected,
                                  std::nullopt}}) == std::vector<double>{6});
    CHECK(delta_seconds(base(), {targets}) == std::vector<double>{18});
    CHECK(delta_seconds(base(), {targets, a, b})[0] == 0);
}

TEST_CASE("what comes after the tests that are waited for takes no time") {
    const std::vector<std::string> last{"test_b.py::C::slow"};
    Base of = base();
    of.bad.tests.push_back(of.bad.tests.front());
    of.bad.tests.back().id = "test_c.py::one";
    of.bad.tests.back().seconds = 5;
    of.bad.seconds += 5;
    const sides::SwapDelta c = {DeltaKind::module, Factor::selection, "test_c.py", collected, std::nullopt};
    const auto seconds = delta_seconds(of, {a, b, c}, last);
    // Of 25 s the tests took 12; the last 6 of these come after. What is left besides tests is that of all modules.
    CHECK(seconds == std::vector<double>{4, 10, 4});
    CHECK(least_seconds(of, seconds, last) == 1);
}
