#include "attribute/suspect_phase.hpp"

#include <algorithm>

#include "attribute/engine.hpp"
#include "catch.hpp"
#include "fixture.hpp"

using namespace testskew;
using namespace testskew::attribute;

namespace {

/// Plays a question whose clusters fail if the delta of the same place in `causes` is bad.
struct Play {
    Question question = question_of({{Factor::interpreter, 1}, {Factor::packages, 20}, {Factor::environ, 4}});
    std::vector<int> causes = {7};
    std::vector<int> also = {};  ///< deltas of which each brings the failure of the first cluster, too
    Log log;
    Conclusion conclusion;

    explicit Play(std::vector<int> of_clusters = {7}) : causes(std::move(of_clusters)) {
        question.clusters.clear();
        for (std::size_t c = 0; c < causes.size(); ++c) question.clusters.push_back({static_cast<int>(c) + 1});
    }

    void suspect(std::size_t cluster, std::vector<int> deltas) {
        question.clusters[cluster].suspects.push_back(set_of(25, deltas));
    }

    Play& run() {
        while (log.size() < 200) {
            auto step = next(question, log);
            if (step.conclusion) {
                conclusion = *step.conclusion;
                return *this;
            }
            for (auto& experiment : step.batch) {
                Observation seen;
                for (std::size_t c = 0; c < causes.size(); ++c) {
                    bool fails = experiment.bad.test(static_cast<std::size_t>(causes[c]));
                    for (const int delta : also)
                        fails = fails || (c == 0 && experiment.bad.test(static_cast<std::size_t>(delta)));
                    seen.results.push_back(
                        {static_cast<int>(c) + 1, fails ? CellResult::fails : CellResult::passes, "", ""});
                }
                log.push_back({experiment, seen});
            }
        }
        FAIL("no end");
        return *this;
    }

    long count(Phase phase) const {
        return std::count_if(log.begin(), log.end(), [&](const LogEntry& e) { return e.experiment.phase == phase; });
    }
    const Finding& finding(std::size_t i = 0) const { return conclusion.findings.at(i); }
};

}  // namespace

TEST_CASE("a right suspect is tried directly, and nothing is searched") {
    Play play;
    play.suspect(0, {7});
    play.run();
    CHECK(play.count(Phase::suspect) == 2);
    CHECK(play.count(Phase::search) + play.count(Phase::hit) == 0);
    CHECK(play.finding().sets == std::vector<std::vector<int>>{{7}});
    CHECK(play.finding().attribution.cause->verdict == VerdictKind::proven);
}

TEST_CASE("the sessions of a suspect were foretold, so they count among those that confirm it") {
    Play with;
    with.suspect(0, {7});
    with.run();
    // Five of each kind are needed.
    CHECK(with.count(Phase::confirm) < 10);
    CHECK(with.finding().attribution.cause->sessions == with.count(Phase::suspect) + with.count(Phase::confirm));
    for (const auto& entry : with.log)
        if (entry.experiment.phase == Phase::suspect) CHECK(entry.experiment.predicted.size() == 1);
}

TEST_CASE("a wrong suspect costs two sessions, and the cause is found as without it") {
    Play play, without;
    play.suspect(0, {12});
    play.run();
    without.run();
    CHECK(play.finding().sets == std::vector<std::vector<int>>{{7}});
    CHECK(play.finding().attribution.cause->verdict == VerdictKind::proven);
    CHECK(play.log.size() <= without.log.size() + 2);
    // They shaped the search, so they do not count.
    CHECK(play.count(Phase::confirm) >= 10);
}

TEST_CASE("a suspect that is more than the cause is narrowed down, and its sessions confirm nothing") {
    Play play;
    play.suspect(0, {6, 7, 8});
    play.run();
    CHECK(play.finding().sets == std::vector<std::vector<int>>{{7}});
    CHECK(play.count(Phase::confirm) >= 10);
}

TEST_CASE("of a suspect in which each delta is enough, only what repairs it whole is run without some of it") {
    Play play;
    play.also = {12, 20};
    play.suspect(0, {7, 12, 20});
    play.run();
    CHECK(play.finding().sets == std::vector<std::vector<int>>{{7}, {12}, {20}});
    CHECK(play.finding().attribution.cause->verdict == VerdictKind::proven);
    CHECK(play.count(Phase::search) == 3);
    CHECK(play.count(Phase::hit) == 0);
    CHECK(play.count(Phase::suspect) == 2);
}

TEST_CASE("a suspect of several clusters that was shown is not searched by halves") {
    Play play({7, 7});
    play.suspect(0, {6, 7, 8});
    play.suspect(1, {6, 7, 8});
    play.run();
    CHECK(play.finding(0).sets == std::vector<std::vector<int>>{{7}});
    CHECK(play.count(Phase::search) == 3);
}

TEST_CASE("the suspects of several clusters are tried in the same sessions") {
    Play play({7, 7, 22});
    play.suspect(0, {7});
    play.suspect(1, {7});
    play.suspect(2, {22});
    play.run();
    CHECK(play.count(Phase::suspect) == 4);
    CHECK(play.count(Phase::search) + play.count(Phase::hit) == 0);
    for (const auto& entry : play.log)
        if (entry.experiment.phase == Phase::suspect) CHECK(entry.experiment.predicted.size() == 3);
    CHECK(play.finding(2).sets == std::vector<std::vector<int>>{{22}});
}

TEST_CASE("with more than three different suspects the search begins with halves") {
    Play play({3, 7, 12, 22});
    for (std::size_t c = 0; c < 4; ++c) play.suspect(c, {play.causes[c]});
    play.run();
    CHECK(play.count(Phase::suspect) == 0);
    for (std::size_t c = 0; c < 4; ++c) CHECK(play.finding(c).sets == std::vector<std::vector<int>>{{play.causes[c]}});
}

TEST_CASE("a failure with a right suspect is not run alone first") {
    Play play;
    play.question.options.isolate = true;
    play.suspect(0, {7});
    CHECK(play.run().count(Phase::isolate) == 0);
    Play wrong;
    wrong.question.options.isolate = true;
    wrong.suspect(0, {12});
    CHECK(wrong.run().count(Phase::isolate) == 2);
}

TEST_CASE("where there are few hybrids nothing is tried before the search") {
    for (const int packages : {3, 4}) {
        Question question = question_of({{Factor::interpreter, 1}, {Factor::packages, packages}});
        question.clusters[0].suspects = {set_of(question.deltas.size(), {0})};
        Log log;
        long tried = 0;
        while (true) {
            const auto step = next(question, log);
            if (step.conclusion) break;
            for (const auto& experiment : step.batch) {
                tried += experiment.phase == Phase::suspect;
                log.push_back(session(experiment.bad, experiment.bad.test(0) ? CellResult::fails : CellResult::passes));
                log.back().experiment = experiment;
            }
        }
        CHECK(tried == (packages == 3 ? 0 : 2));
    }
}
