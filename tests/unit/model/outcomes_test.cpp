#include "model/outcomes.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

Recording recording_of(const std::vector<Outcome>& outcomes) {
    Recording recording;
    for (const Outcome outcome : outcomes) {
        TestRecord test;
        test.outcome = outcome;
        recording.tests.push_back(test);
    }
    return recording;
}

}  // namespace

TEST_CASE("outcomes are counted in the order in which they are told") {
    const Recording recording =
        recording_of({Outcome::passed, Outcome::error, Outcome::failed, Outcome::passed, Outcome::timed_out});
    CHECK(counts_line(counts_of(recording, CountedAs::pytest)) == "1 failed, 2 passed, 1 error, 1 timed out");
    CHECK(counts_line(counts_of(recording, CountedAs::failures_first)) == "1 failed, 1 error, 1 timed out, 2 passed");
}

TEST_CASE("pytest counts what could not be collected as an error") {
    Recording recording = recording_of({Outcome::passed});
    recording.collection.resize(3);
    recording.collection[0].outcome = CollectOutcome::failed;
    recording.collection[1].outcome = CollectOutcome::passed;
    recording.collection[2].outcome = CollectOutcome::skipped;
    CHECK(counts_line(counts_of(recording, CountedAs::pytest)) == "1 passed, 1 error");
    CHECK(counts_line(counts_of(recording, CountedAs::failures_first)) == "1 passed");
}

TEST_CASE("a session without tests has no counts") {
    CHECK(counts_of(Recording(), CountedAs::pytest).empty());
    CHECK(counts_line({}) == "no tests");
    CHECK(counts_line({{Outcome::failed, 2}, {Outcome::error, 2}}) == "2 failed, 2 errors");
}
