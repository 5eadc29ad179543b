#include "recording/records.hpp"

#include <boost/json.hpp>

#include "catch.hpp"

using namespace testskew;
using namespace testskew::recording;
using boost::json::array;
using boost::json::object;
using boost::json::parse;

namespace {

Value of(const std::string& text) { return parse(text); }

/// Values of types that no member has.
const char* const odd[] = {"{}", "null", "[]", "3", "\"x\"", "[[[]]]"};

}  // namespace

TEST_CASE("a phase has its times, texts and chain") {
    const auto p = phase_record(of(R"({"t":"phase","id":"a","when":"call","outcome":"failed","s":0.25,"message":"m",
        "skip":"why","out":"o","err":"e","log":"l",
        "chain":[{"type":"KeyError","message":"'k'","link":"","frames":[]}]})"));
    CHECK(p.phase == TestPhase::call);
    CHECK(p.outcome == PhaseOutcome::failed);
    CHECK(p.seconds == 0.25);
    CHECK(p.message == "m");
    CHECK(p.skip_reason == "why");
    CHECK(p.out + p.err + p.log == "oel");
    CHECK(p.chain.at(0).type == "KeyError");
    CHECK(p.subtests.empty());
}

TEST_CASE("a failed phase says where its test is defined, and nothing else than a path and a line is taken for that") {
    const auto p = phase_record(of(R"({"t":"phase","id":"a","when":"call","outcome":"failed","at":["t.py",7]})"));
    CHECK(p.path == "t.py");
    CHECK(p.line == 7);
    for (const char* value : odd)
        CHECK(phase_record(object{{"t", "phase"}, {"outcome", "failed"}, {"at", parse(value)}}).path.empty());
}

TEST_CASE("a flat line and the full parser make the same phase") {
    const char* line = R"({"t":"phase","id":"a","when":"setup","outcome":"skipped","s":1.5e-2,"skip":"no","message":"m",
        "out":"o","err":"e","log":"l"})";
    std::string flat(line);
    std::erase(flat, '\n');
    const auto one = phase_record(of(line)), other = phase_record(*parse_flat(flat));
    CHECK(one.phase == other.phase);
    CHECK(one.outcome == other.outcome);
    CHECK(one.seconds == other.seconds);
    CHECK(one.seconds == 0.015);
    CHECK(one.skip_reason == other.skip_reason);
    CHECK(one.message == other.message);
    CHECK(one.out + one.err + one.log == other.out + other.err + other.log);
}

TEST_CASE("a subtest is named as pytest names it") {
    const auto named = [](const std::string& subtest) {
        const Value record = object{{"t", "phase"}, {"subtest", parse(subtest)}};
        REQUIRE(tells_of_subtest(record));
        return phase_record(record).subtests.at(0);
    };
    CHECK(named(R"({"msg":"m","kwargs":{"i":"1","j":2}})") == "m (i=1, j=2)");
    CHECK(named(R"({"msg":null,"kwargs":{"i":[1]}})") == "(i=[1])");
    CHECK(named(R"({"msg":"m","kwargs":{}})") == "m");
    CHECK(named(R"({"kwargs":7})").empty());
    CHECK(named("true").empty());
    CHECK_FALSE(tells_of_subtest(of(R"({"subtest":null})")));
    CHECK_FALSE(tells_of_subtest(of("{}")));
}

TEST_CASE("an exception that a server hid has its request and where it was handled") {
    const auto e = server_exception(of(R"({"id":"a","phase":"call","hook":"starlette.testclient","raised":true,
        "by":"<site>/x.py","request":{"method":"GET","path":"/a","status":500},
        "handled":["app.py",9,"on_error","except:","p"],"chain":[{"type":"KeyError"}]})"));
    CHECK(e.hook == "starlette.testclient");
    CHECK(e.phase == TestPhase::call);
    CHECK(e.raised);
    CHECK(e.by == "<site>/x.py");
    REQUIRE(e.request);
    CHECK(e.request->method + e.request->path == "GET/a");
    CHECK(e.request->status == 500);
    REQUIRE(e.handled_at);
    CHECK(e.handled_at->line == 9);
    CHECK(e.chain.size() == 1);
    const auto bare = server_exception(of(R"({"at":"setup","request":null,"handled":null})"));
    CHECK(bare.phase == TestPhase::setup);
    CHECK_FALSE(bare.request);
    CHECK_FALSE(bare.handled_at);
}

TEST_CASE("warnings, cuts and lookups") {
    const auto w = warning_record(of(R"({"category":"W","message":"m","path":"a.py","line":3,"when":"runtest",
        "id":"t","hook":"trace"})"));
    CHECK(w.category + w.message + w.path + w.when + w.test == "Wma.pyruntestt");
    CHECK(w.line == 3);
    CHECK(w.traced);
    CHECK_FALSE(warning_record(of("{}")).traced);

    const auto c = cut_record(of(R"({"id":"t","hook":"monitoring","records":7,"events":true})"));
    CHECK(c.test + c.hook == "tmonitoring");
    CHECK(c.left_out == 7);
    CHECK(c.stopped);

    const auto m = missing_lookup(of(R"({"kind":"environ","name":"KEY","at":["app.py",2,"f","x","p"],"id":"t"})"));
    CHECK(m.kind + m.name + m.test == "environKEYt");
    CHECK(m.at.path == "app.py");
    CHECK(missing_lookup(of(R"({"at":7})")).at.path.empty());
}

TEST_CASE("state that was there and state that was not are told apart") {
    const auto s = state_record(of(R"({"at":"test","id":"t","changed":[7,
        {"what":"environ","name":"A","before":null,"after":""},{"what":"cwd","name":"","before":"a"},
        {"what":"a new kind of state","name":"x"}]})"));
    CHECK(s.at + s.id == "testt");
    REQUIRE(s.changed.size() == 3);
    CHECK(s.changed[0].kind == StateKind::environ);
    CHECK(s.changed[0].name == "A");
    CHECK(s.changed[2].kind == StateKind::other);
    CHECK(s.changed[2].name == "a new kind of state x");
    CHECK_FALSE(s.changed[0].before);
    CHECK(s.changed[0].after == "");
    CHECK(s.changed[1].before == "a");
    CHECK_FALSE(s.changed[1].after);
    const object many = {{"changed", array(1500, object{{"what", "environ"}})}};
    CHECK(state_record(many).changed.size() == 1000);
    const auto w = watch_record(of(R"({"at":"test","id":"t","path":"a.py","line":4,"function":"f","source":"x = 1",
        "before":null,"after":"2","caller":9})"));
    CHECK(w.path + w.function + w.source == "a.pyfx = 1");
    CHECK(w.line == 4);
    CHECK(w.caller == 9);
    CHECK_FALSE(w.before);
    CHECK(w.after == "2");
}

TEST_CASE("what a failure reaches and what was undone are read") {
    const auto state = state_record(of(R"({"id":"t","fresh":3,"changed":[{"what":"environ","project":true}]})"));
    CHECK(state.fresh == 3);
    CHECK(state.changed.at(0).project);
    const auto reach = reach_record(of(R"({"id":"t","mock":true,"reached":[{"what":"environ","name":"TZ"}],
        "held":[{"what":"sys.modules","name":"shelf"},7]})"));
    CHECK(reach.id == "t");
    CHECK(reach.reached == std::vector<StatePiece>{{StateKind::environ, "TZ"}});
    CHECK(reach.held == std::vector<StatePiece>{{StateKind::modules, "shelf"}});
    CHECK(reach.mock);
    const auto undone = undone_record(of(R"({"id":"t","what":"cwd","name":"cwd"})"));
    CHECK(undone.id == "t");
    CHECK(undone.piece == StatePiece{StateKind::cwd, "cwd"});
    const object many = {{"held", array(1500, object{{"what", "environ"}})}};
    CHECK(reach_record(many).held.size() == 1000);
}

TEST_CASE("members of any other type are left at their defaults") {
    for (const char* value : odd) {
        CAPTURE(value);
        object all;
        for (const char* key : {"id",     "when",    "outcome", "s",      "chain",   "message", "skip", "hook",
                                "phase",  "request", "handled", "raised", "records", "events",  "at",   "changed",
                                "before", "line",    "reached", "held",   "mock",    "fresh",   "what", "name"})
            all[key] = parse(value);
        CHECK(phase_record(all).chain.empty());
        CHECK_FALSE(server_exception(all).raised);
        CHECK(server_exception(all).chain.empty());
        CHECK(collect_record(all).chain.empty());
        CHECK_FALSE(cut_record(all).stopped);
        CHECK(missing_lookup(all).at.path.empty());
        CHECK(state_record(all).changed.empty());
        CHECK(watch_record(all).function.empty());
        CHECK(reach_record(all).held.empty());
        CHECK(undone_record(all).piece.kind == StateKind::other);
    }
}
