#include "runner/session_book.hpp"

#include "catch.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::support;

namespace {

std::vector<runner::SessionSpec> two_specs() {
    std::vector<runner::SessionSpec> specs(2);
    for (auto& spec : specs) spec.side = side_with("ci", {});
    specs[0].phase = Phase::drill, specs[0].reason = "first";
    specs[1].phase = Phase::observe, specs[1].reason = "second";
    return specs;
}

}  // namespace

TEST_CASE("a book keeps the summary of each session, in order, and tells reasons only if asked") {
    for (const bool explain : {false, true}) {
        ScriptedRunner runner;
        runner.answer = [](const runner::SessionSpec& spec) {
            return recorded(recording_of(spec.side, {"a.py::x"}, [](const auto&) { return false; }));
        };
        runner::SessionBook book(runner, explain);
        CHECK(book.run(two_specs(), 2).size() == 2);
        CHECK(runner.jobs == std::vector<int>{2, 2});
        CHECK(runner.status().notes ==
              (explain ? std::vector<std::string>{"drill: first", "observe: second"} : std::vector<std::string>{}));
        const auto sessions = book.take();
        REQUIRE(sessions.size() == 2);
        CHECK(sessions[0].reason == "first");
        CHECK(book.take().empty());
    }
}

TEST_CASE("a result is noted once for each session and cluster, and two that differ say nothing") {
    ScriptedRunner runner;
    runner.answer = [](const runner::SessionSpec& spec) {
        return recorded(recording_of(spec.side, {"a.py::x"}, [](const auto&) { return false; }));
    };
    runner::SessionBook book(runner, false);
    const auto outcomes = book.run(two_specs(), 1);
    const std::string first = outcomes[0].summary.id, second = outcomes[1].summary.id;
    book.note(first, 1, CellResult::fails);
    book.note(first, 1, CellResult::fails);
    book.note(first, 2, CellResult::passes);
    book.note(second, 1, CellResult::fails);
    book.note(second, 1, CellResult::passes);
    const auto sessions = book.take();
    using Results = std::vector<std::pair<int, CellResult>>;
    CHECK(sessions.at(0).results == Results{{1, CellResult::fails}, {2, CellResult::passes}});
    CHECK(sessions.at(1).results == Results{{1, CellResult::nothing}});
}

TEST_CASE("a book that took over another one notes the results of its sessions") {
    ScriptedRunner runner;
    runner.answer = [](const runner::SessionSpec& spec) {
        return recorded(recording_of(spec.side, {"a.py::x"}, [](const auto&) { return false; }));
    };
    runner::SessionBook book(runner, false), other(runner, false);
    const std::string session = other.run(two_specs(), 1)[0].summary.id;
    book.join(other);
    CHECK(other.take().empty());
    book.note(session, 1, CellResult::fails);
    const auto sessions = book.take();
    REQUIRE(sessions.size() == 2);
    CHECK(sessions[0].results == std::vector<std::pair<int, CellResult>>{{1, CellResult::fails}});
}
