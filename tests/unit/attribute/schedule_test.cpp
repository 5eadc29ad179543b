#include "attribute/schedule.hpp"

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

TEST_CASE("sessions take the next free slot, in their order") {
    CHECK(makespan({}, 2) == 0);
    CHECK(makespan({1, 1, 10}, 2) == 11);
    CHECK(makespan({10, 1, 1}, 2) == 10);
    CHECK(makespan({1, 2, 3}, 1) == 6);
    CHECK(makespan({1, 2, 3}, 0) == 6);
}

TEST_CASE("a session that is alone is so on its machine") {
    Options options;
    options.slots = 8;
    CHECK(at_a_time(options, false) == 8);
    CHECK(at_a_time(options, true) == 1);
    options.machines = 4;
    CHECK(at_a_time(options, false) == 8);
    CHECK(at_a_time(options, true) == 4);
    options.slots = 2;
    CHECK(at_a_time(options, true) == 2);
}

TEST_CASE("a session takes the time of what it runs that the sides do not have in common") {
    auto question = question_of({{Factor::packages, 3}});
    question.deltas[0].seconds = 5;
    question.deltas[1].seconds = -2;
    Bits bad(3);
    CHECK(price(question, bad) == 2);
    bad.set(0, true);
    CHECK(price(question, bad) == 7);
    bad.set(1, true);
    CHECK(price(question, bad) == 5);
}
