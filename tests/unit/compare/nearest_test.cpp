#include "compare/nearest.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

Recording leg(int minor, std::map<std::string, std::string> packages, Outcome outcome) {
    Recording recording;
    recording.interpreter.implementation = "cpython";
    recording.interpreter.platform = "linux-x86_64";
    recording.interpreter.major = 3, recording.interpreter.minor = minor;
    recording.interpreter.version = "3." + std::to_string(minor) + ".1";
    recording.distributions = std::move(packages);
    TestRecord test;
    test.id = "test_a.py::test_a", test.outcome = outcome;
    TestRecord other = test;
    other.id = "test_a.py::test_b", other.outcome = Outcome::passed;
    recording.tests = {test, other};
    return recording;
}

}  // namespace

TEST_CASE("the leg in which least differs is the nearest") {
    const Recording bad = leg(11, {{"a", "1"}, {"b", "1"}}, Outcome::failed);
    const Recording far = leg(14, {{"a", "1"}, {"b", "1"}}, Outcome::passed);
    const Recording near = leg(12, {{"a", "1"}, {"b", "1"}}, Outcome::passed);
    const Recording mixed = leg(12, {{"a", "2"}, {"b", "1"}}, Outcome::passed);
    const Recording same = leg(11, {{"a", "2"}, {"b", "2"}}, Outcome::passed);
    Recording pypy = leg(11, {{"a", "1"}, {"b", "1"}}, Outcome::passed);
    pypy.interpreter.implementation = "pypy";
    const auto found = compare::passing_legs(bad, {&pypy, &far, &mixed, &near, nullptr, &same, &bad});
    std::vector<std::size_t> order;
    for (const auto& one : found) order.push_back(one.index);
    CHECK(order == std::vector<std::size_t>{5, 3, 1, 2, 0});
    CHECK(found[0].all);
}

TEST_CASE("a leg in which all failing tests pass comes before one in which some do") {
    Recording bad = leg(11, {{"a", "1"}}, Outcome::failed);
    bad.tests[1].outcome = Outcome::error;
    const Recording some = leg(11, {{"a", "2"}}, Outcome::failed), all = leg(14, {{"a", "9"}}, Outcome::passed);
    Recording skipped = leg(11, {{"a", "1"}}, Outcome::skipped);
    skipped.tests[1].outcome = Outcome::skipped;
    const auto found = compare::passing_legs(bad, {&some, &all, &skipped});
    REQUIRE(found.size() == 2);
    CHECK(found[0].index == 1);
    CHECK(found[0].all);
    CHECK_FALSE(found[1].all);
}

TEST_CASE("what could not be collected passes where tests of the module pass") {
    Recording bad = leg(11, {{"a", "1"}}, Outcome::failed);
    bad.tests.clear();
    CollectRecord record;
    record.id = "test_a.py", record.outcome = CollectOutcome::failed;
    bad.collection = {record};
    const Recording good = leg(12, {{"a", "1"}}, Outcome::passed);
    Recording other = good;
    for (auto& test : other.tests) test.id = "test_b.py::test_a";
    const auto found = compare::passing_legs(bad, {&other, &good});
    REQUIRE(found.size() == 1);
    CHECK(found[0].index == 1);
    CHECK(found[0].all);
}

TEST_CASE("what separates is what no failing leg shares with a passing one") {
    const Recording a = leg(10, {{"a", "2"}, {"b", "1"}}, Outcome::failed);
    const Recording b = leg(11, {{"a", "2"}, {"b", "2"}}, Outcome::failed);
    const Recording c = leg(11, {{"a", "1"}, {"b", "1"}}, Outcome::passed);
    const Recording d = leg(12, {{"b", "3"}}, Outcome::passed);
    const auto found = compare::separating({&a, &b}, {&c, &d});
    REQUIRE(found.size() == 1);
    CHECK(found[0].factor == Factor::packages);
    CHECK(found[0].name == "a");
    CHECK(found[0].failing == std::vector<std::string>{"2"});
    CHECK(found[0].passing == std::vector<std::string>{"1", "none"});
    CHECK(compare::separating({&a, &b}, {&c, &a}).empty());
    CHECK(compare::passed_tests(d).count("test_a.py::test_a") == 1);
}
