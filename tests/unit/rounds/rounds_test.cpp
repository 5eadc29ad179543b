#include "rounds/rounds.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "status/status.hpp"
#include "util/error.hpp"
#include "util/version.hpp"

using namespace testskew;

namespace {

rounds::Ground ground() {
    rounds::Ground ground;
    ground.run = "20261129-012313-1cb0";
    ground.machine = "Debian, x86_64";
    ground.files = "abc";
    return ground;
}

runner::SessionRequestData asked(int number, const std::string& value) {
    runner::SessionRequestData request;
    request.version = version();
    request.id = "s" + std::to_string(number);
    request.spec.side.environ = {{"VALUE", value}};
    request.beside = 31;
    return request;
}

/// Asks for sessions one after the other. Gives the seconds of each answer; -1 for none.
struct Asking {
    Folder folder;
    std::vector<std::string> told;
    std::unique_ptr<Status> status = make_status(StatusKind::none, false);

    std::vector<double> ask(rounds::Rounds& rounds, const std::vector<std::string>& values) {
        std::vector<double> seconds;
        for (size_t i = 0; i < values.size(); ++i) rounds.announce(asked(static_cast<int>(i), values[i]));
        for (size_t i = values.size(); i-- > 0;) {  // in another order than they were told
            try {
                const auto answer = rounds.run(asked(static_cast<int>(i), values[i]), *status, "");
                seconds.insert(seconds.begin(), answer ? answer->outcome.summary.seconds : -2);
            } catch (const Interrupted&) {
                seconds.insert(seconds.begin(), -1);
            }
        }
        return seconds;
    }
    rounds::Rounds rounds(bool here = false) {
        return {folder.path, ground(), here, [this](const std::string& line) { told.push_back(line); }};
    }
    void answer(const rounds::Task& task, double seconds, const std::string& run = ground().run) {
        rounds::Answer answer{version(), run, task.id, task.asked, task.machine, task.files, {}, {}};
        answer.data.outcome.summary.seconds = seconds;
        folder.write("rounds/" + task.id + ".answer.json", rounds::text_of(answer));
    }
};

using Seconds = std::vector<double>;

}  // namespace

TEST_CASE("what has no answer is missing, in the order in which it was asked for, and is asked for alone") {
    Asking asking;
    auto rounds = asking.rounds();
    CHECK(asking.ask(rounds, {"a", "b", "a"}) == Seconds{-1, -1, -1});
    const auto missing = rounds.missing();
    REQUIRE(missing.size() == 3);
    CHECK(missing[0].asked == missing[2].asked);
    CHECK(missing[0].id.ends_with("-1"));
    CHECK(missing[1].id.ends_with("-1"));
    CHECK(missing[2].id.ends_with("-2"));
    CHECK(missing[0].request.beside == 0);
    CHECK(missing[1].request.spec.side.environ.at("VALUE") == "b");
}

TEST_CASE("each answer counts once in each replay, whatever the order in which they are looked for") {
    Asking asking;
    auto first = asking.rounds();
    asking.ask(first, {"a", "b", "a"});
    const auto missing = first.missing();
    for (size_t i = 0; i < missing.size(); ++i) asking.answer(missing[i], static_cast<double>(i));
    for (int replay = 0; replay < 2; ++replay) {
        auto later = asking.rounds();
        CHECK(asking.ask(later, {"a", "b", "a", "a"}) == Seconds{0, 1, 2, -1});
        CHECK(later.answered() == 3);
        REQUIRE(later.missing().size() == 1);
        CHECK(later.missing()[0].id.ends_with("-3"));
        CHECK(later.unused() == 0);
    }
    auto other = asking.rounds();
    asking.ask(other, {"b"});
    CHECK(other.unused() == 2);
    for (const auto& task : missing) asking.folder.write("rounds/" + task.id + ".json", rounds::text_of(task));
    CHECK(other.unused() == 0);
    CHECK(asking.told.empty());
}

TEST_CASE("an answer that cannot be used is told, and its session is missing") {
    Asking asking;
    auto first = asking.rounds();
    asking.ask(first, {"a"});
    const auto task = first.missing().at(0);
    asking.answer(task, 1, "another");
    auto later = asking.rounds();
    CHECK(asking.ask(later, {"a"}) == Seconds{-1});
    CHECK(asking.told ==
          std::vector<std::string>{task.id + ".answer.json is an answer of another run: it is not used"});
}

TEST_CASE("where sessions may run here, those without an answer are handed back") {
    Asking asking;
    auto first = asking.rounds();
    asking.ask(first, {"a"});
    asking.answer(first.missing().at(0), 7);
    auto later = asking.rounds(true);
    CHECK(asking.ask(later, {"a", "a", "b"}) == Seconds{7, -2, -2});
    CHECK(later.left() == 2);
    CHECK(later.missing().empty());
}

TEST_CASE("a guess stands for an answer that is not there, and for no other one") {
    Asking asking;
    auto first = asking.rounds();
    asking.ask(first, {"a", "b", "c"});
    const auto missing = first.missing();
    asking.answer(missing[0], 7);
    auto later = asking.rounds();
    later.imagine({{missing[0].id, SideName::bad}, {missing[1].id, SideName::good}}, "bad", "good");
    CHECK(asking.ask(later, {"a", "b", "c"}) == Seconds{7, 0, -1});
    CHECK(later.answered() == 1);
    CHECK(later.missing().size() == 1);
    later.announce(asked(9, "b"));
    CHECK_THROWS_AS(later.run(asked(9, "b"), *asking.status, ""), Interrupted);  // the second one is not in the guess
}
