#include "attribute/ahead.hpp"

#include <algorithm>

#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

constexpr std::size_t deltas = 12;

Question question_with(int slots, int clusters = 1) {
    auto question = question_of({{Factor::packages, deltas}}, clusters);
    question.options.slots = slots;
    return question;
}

/// What a session says if each cluster follows one delta.
LogEntry answered(const Experiment& experiment, const std::vector<int>& causes) {
    LogEntry entry{experiment, {}};
    for (std::size_t c = 0; c < causes.size(); ++c) {
        const bool fails = experiment.bad.test(static_cast<std::size_t>(causes[c]));
        entry.observation.results.push_back(
            {static_cast<int>(c) + 1, fails ? CellResult::fails : CellResult::passes, "", ""});
    }
    return entry;
}

/// Plays until the engine asks for a single session of this phase.
struct Played {
    Log log;
    Step step;
};
Played until_search(const Question& question, const std::vector<int>& causes) {
    Played played;
    for (played.step = next(question, {}); !played.step.conclusion; played.step = next(question, played.log)) {
        if (played.step.batch.front().phase == Phase::search) return played;
        for (const auto& experiment : played.step.batch) played.log.push_back(answered(experiment, causes));
    }
    return played;
}

bool is_among(const std::vector<Experiment>& all, const Experiment& experiment) {
    return std::any_of(all.begin(), all.end(), [&](const Experiment& one) { return same_session(one, experiment); });
}

}  // namespace

TEST_CASE("what is asked for next is run ahead, however the session that is awaited comes out") {
    const auto question = question_with(32);
    const auto [log, step] = until_search(question, {3});
    REQUIRE(step.batch.size() == 1);
    const auto wanted = ahead(question, log, step, 31);
    CHECK(wanted.size() == 31);
    for (int cause = 0; cause < static_cast<int>(deltas); ++cause) {
        Log longer = log;
        longer.push_back(answered(step.batch.front(), {cause}));
        for (const Experiment& experiment : next(question, longer).batch) CHECK(is_among(wanted, experiment));
    }
}

TEST_CASE("nothing is run ahead twice, nor what is asked for already") {
    const auto question = question_with(32);
    const auto [log, step] = until_search(question, {3});
    const auto wanted = ahead(question, log, step, 31);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        CHECK_FALSE(same_session(wanted[i], step.batch.front()));
        for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(same_session(wanted[i], wanted[j]));
    }
}

TEST_CASE("the likeliest of what may be asked for comes first, if there is no room for all") {
    auto question = question_with(3);
    question.deltas[0].prior = 1;
    const auto [log, step] = until_search(question, {11});
    const auto few = ahead(question, log, step, 2), many = ahead(question, log, step, 20);
    REQUIRE(few.size() == 2);
    REQUIRE(many.size() == 20);
    CHECK(same_session(few[0], many[0]));
}

TEST_CASE("nothing is run ahead with one idle slot, beside the base sessions, or one at a time") {
    auto question = question_with(32);
    CHECK(ahead(question, {}, next(question, {}), 30).empty());
    auto [log, step] = until_search(question, {3});
    CHECK(ahead(question, log, step, 0).empty());
    CHECK(ahead(question, log, step, 1).empty());
    CHECK(ahead(question, log, step, 2).size() == 2);
    step.parallel = 1;
    CHECK(ahead(question, log, step, 30).empty());
}

TEST_CASE("nothing is run ahead where no single difference fits what was seen") {
    const auto question = question_with(32);
    auto [log, step] = until_search(question, {3});
    log.push_back(session(set_of(deltas, {1, 2, 3}), CellResult::passes));
    log.push_back(session(set_of(deltas, {0, 4, 5, 6, 7, 8, 9, 10, 11}), CellResult::passes));
    CHECK(ahead(question, log, step, 30).empty());
}

TEST_CASE("several clusters are thought of at the same time") {
    const auto question = question_with(32, 2);
    const auto [log, step] = until_search(question, {3, 8});
    const auto wanted = ahead(question, log, step, 32 - step.batch.size());
    CHECK(wanted.size() >= 2);
}

TEST_CASE("two experiments have one session if they mix, build and select the same") {
    Experiment one;
    one.bad = set_of(deltas, {1});
    one.clusters = {1};
    Experiment other = one;
    other.phase = Phase::confirm;
    other.reason = "another reason";
    CHECK(same_session(one, other));
    other.clusters = {2};
    CHECK(same_session(one, other));  // all tests run, whoever asks
    one.alone = other.alone = true;
    CHECK_FALSE(same_session(one, other));
    other = one;
    other.copy = 1;
    CHECK_FALSE(same_session(one, other));
    other = one;
    other.bad = set_of(deltas, {2});
    CHECK_FALSE(same_session(one, other));
}
