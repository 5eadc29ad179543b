#include "compare/side_view.hpp"

#include "build.hpp"
#include "catch.hpp"
#include "compare/no_result.hpp"

using namespace testskew;
using namespace testskew::build;
using compare::SideView;
using compare::TestView;
using State = compare::TestView::State;

namespace {

const std::string id = "t.py::t";
const ExceptionChain chain = {raised("KeyError", "'k'", {project("app.py", "f", "d[k]")})};

State state_of(const Recording& recording, const std::string& of = id) {
    return SideView(recording, nullptr).view(of).state;
}

}  // namespace

TEST_CASE("what one side says of a test follows its outcome") {
    const std::pair<Outcome, State> rows[] = {
        {Outcome::passed, State::passing},  {Outcome::xpassed, State::passing}, {Outcome::skipped, State::skipped},
        {Outcome::xfailed, State::xfailed}, {Outcome::not_run, State::not_run}, {Outcome::failed, State::failing},
        {Outcome::error, State::failing},   {Outcome::crashed, State::failing}, {Outcome::timed_out, State::failing}};
    for (const auto& [outcome, state] : rows) {
        CAPTURE(static_cast<int>(outcome));
        CHECK(state_of(session("ci", {test(id, outcome), test("t.py::other", Outcome::passed)})) == state);
    }
}

TEST_CASE("a test that the session does not have may be deselected, skipped, lost or unknown") {
    Recording r = session("ci", {test("t.py::other", Outcome::passed)});
    CHECK(state_of(r) == State::absent);
    r.deselected = {id};
    CHECK(state_of(r) == State::deselected);
    r.deselected.clear();
    r.collection = {{"t.py", CollectOutcome::skipped, {}, ""}};
    CHECK(state_of(r) == State::skipped);
    r.collection = {not_collected("t.py", chain)};
    CHECK(state_of(r) == State::failing);
    CHECK(SideView(r, nullptr).view(id).failure->failure.phase == TestPhase::collect);
    r.collection.clear();
    r.modules = {"t.py"};
    CHECK(state_of(r, "t.py") == State::passing);
    CHECK(state_of(r, "u.py") == State::absent);
}

TEST_CASE("the session of what was not collected tells of it, and what the side's own says stays known") {
    const Recording own = session("ci", {}), extra = session("ci", {test(id, Outcome::failed, chain)});
    const TestView view = SideView(own, &extra).view(id);
    CHECK(view.state == State::failing);
    CHECK(view.by_itself == State::absent);
    Recording dead = session("ci", {});
    dead.exit_status = 4, dead.usage_error = "no";
    CHECK(SideView(own, &dead).view(id).state == State::absent);  // a session that died says nothing of the test
    CHECK(SideView(extra, &own).view(id).state == State::failing);
    CHECK_FALSE(SideView(extra, &own).view(id).by_itself);
}

TEST_CASE("what fails is told once each: tests, then modules by the other side's tests") {
    Recording bad = session("ci", {test("a.py::x", Outcome::failed, chain), test("a.py::y", Outcome::passed)});
    bad.collection = {not_collected("b.py", chain),
                      not_collected("c.py", chain),
                      not_collected("a.py::C", chain),
                      {"d.py", CollectOutcome::skipped, {}, ""}};
    const Recording good = session("local", {test("b.py::1", Outcome::passed), test("b.py::2", Outcome::passed),
                                             test("a.py::x", Outcome::passed)});
    const SideView other(good, nullptr);
    CHECK(SideView(bad, nullptr).failing(other) ==
          std::vector<std::string>{"a.py::x", "b.py::1", "b.py::2", "c.py", "a.py::C"});
    Recording dead = session("ci", {});
    dead.exit_status = 4, dead.usage_error = "no";
    CHECK(SideView(dead, nullptr).failing(other).size() == 3);
    const Recording nothing = session("local", {});
    CHECK(SideView(dead, nullptr).failing(SideView(nothing, nullptr)) == std::vector<std::string>{"(session)"});
}

TEST_CASE("why the other side has nothing to set against a failure is told in parts") {
    const Recording r = session("local", {});
    const auto kind = [&](State state) {
        TestView view;
        view.state = state;
        return compare::no_result("local", view, r, nullptr).kind;
    };
    TestView skipped;
    skipped.state = State::skipped;
    TestRecord record = test("a.py::x", Outcome::skipped);
    CHECK(compare::no_result("local", skipped, r, &record) == NoResult{NoResultKind::skipped, "local"});
    CHECK(compare::no_result("local", skipped, r, nullptr) == NoResult{NoResultKind::skipped, "local"});
    record.phases.emplace_back();
    record.phases.back().outcome = PhaseOutcome::skipped,
    record.phases.back().skip_reason = "needs redis\nat REDIS_URL";
    CHECK(compare::no_result("local", skipped, r, &record).reason == "needs redis");
    CHECK(kind(State::xfailed) == NoResultKind::expected_failure);
    CHECK(kind(State::not_run) == NoResultKind::ended_before);
    CHECK(kind(State::deselected) == NoResultKind::deselected);
    CHECK(kind(State::absent) == NoResultKind::never_run);
    TestView own;
    own.by_itself = State::deselected, own.state = State::passing;
    CHECK(compare::result_on_their_own("local", own, r) ==
          NoResult{NoResultKind::deselected, "local", "", CellResult::passes});
}
