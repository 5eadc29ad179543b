#include "recording/read.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

using namespace testskew;
namespace fs = std::filesystem;

namespace {

Recording decoded(const std::string& text) {
    Folder folder;
    write_file(folder.path / "r.jsonl", text);
    return recording::read(folder.path / "r.jsonl");
}

const std::string head = R"({"t":"session","schema":1,"id":"s1","profile":"ci"})"
                         "\n"
                         R"({"t":"loaded","pid":1,"worker":"","python":"3.11.7","pytest":"9.2.0"})"
                         "\n";
const std::string finish = R"({"t":"finish","status":1})"
                           "\n";
const std::string end = R"({"t":"end","status":1,"signal":0,"timed_out":false,"seconds":1.5})"
                        "\n";

std::string start(const std::string& id = "a.py::t") { return R"({"t":"start","id":")" + id + "\"}\n"; }
std::string phase(const std::string& when, const std::string& outcome, const std::string& more = "",
                  const std::string& id = "a.py::t") {
    return R"({"t":"phase","id":")" + id + R"(","when":")" + when + R"(","outcome":")" + outcome + R"(","s":0.5)" +
           more + "}\n";
}

Outcome outcome_of(const std::string& lines, const std::string& last = finish + end) {
    return decoded(head + lines + last).tests.at(0).outcome;
}

}  // namespace

TEST_CASE("the outcome of a test is decided from all of its phases") {
    const std::string ok = phase("setup", "passed"), done = phase("teardown", "passed");
    const std::string subtest = R"(,"subtest":{"msg":"m","kwargs":{"i":"1"}})";
    struct Row {
        const char* what;
        std::string lines;
        Outcome expected;
    };
    const Row rows[] = {
        {"passed", ok + phase("call", "passed") + done, Outcome::passed},
        {"failed", ok + phase("call", "failed") + done, Outcome::failed},
        {"setup failed", phase("setup", "failed") + done, Outcome::error},
        {"teardown failed after a pass", ok + phase("call", "passed") + phase("teardown", "failed"), Outcome::error},
        {"call and teardown failed", ok + phase("call", "failed") + phase("teardown", "failed"), Outcome::failed},
        {"skipped in setup", phase("setup", "skipped", R"(,"skip":"no")") + done, Outcome::skipped},
        {"skipped in call", ok + phase("call", "skipped") + done, Outcome::skipped},
        {"xfailed", ok + phase("call", "skipped", R"(,"xfail":true)") + done, Outcome::xfailed},
        {"xpassed", ok + phase("call", "passed", R"(,"xfail":true)") + done, Outcome::xpassed},
        {"strict xpass", ok + phase("call", "failed", R"(,"message":"[XPASS(strict)] why")") + done, Outcome::failed},
        {"a rerun that passes", ok + phase("call", "rerun") + done + ok + phase("call", "passed") + done,
         Outcome::passed},
        {"a rerun that fails", ok + phase("call", "rerun") + done + ok + phase("call", "failed") + done,
         Outcome::failed},
        {"a setup that is rerun", phase("setup", "rerun") + done + ok + phase("call", "passed") + done,
         Outcome::passed},
        {"run twice without rerun", ok + phase("call", "failed") + done + ok + phase("call", "passed") + done,
         Outcome::failed},
        {"failed subtest, call passed", ok + phase("call", "failed", subtest) + phase("call", "passed") + done,
         Outcome::failed},
        {"skipped subtest", ok + phase("call", "skipped", subtest) + phase("call", "passed") + done, Outcome::passed},
        {"xdist crash", phase("???", "failed", R"(,"message":"worker 'gw0' crashed")"), Outcome::crashed},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(outcome_of(start() + row.lines) == row.expected);
    }
}

TEST_CASE("a test that began and did not end is what ended it") {
    const std::string lines = start() + phase("setup", "passed");
    CHECK(outcome_of(lines, R"({"t":"end","status":0,"signal":9})"
                            "\n") == Outcome::crashed);
    CHECK(outcome_of(lines, R"({"t":"end","status":0,"signal":0})"
                            "\n") == Outcome::crashed);  // os._exit(0)
    CHECK(outcome_of(lines, R"({"t":"end","status":0,"signal":15,"timed_out":true})"
                            "\n") == Outcome::timed_out);
    CHECK(outcome_of(lines, finish + end) == Outcome::not_run);  // pytest.exit()
    CHECK(outcome_of(lines, "") == Outcome::not_run);            // the recording was cut, so nothing is known
}

TEST_CASE("tests that were selected and never began are not run") {
    const auto r = decoded(head +
                           R"({"t":"selected","ids":["a.py::t","a.py::u"],"deselected":["a.py::v"]})"
                           "\n" +
                           start() + phase("setup", "passed") + phase("call", "passed") + phase("teardown", "passed") +
                           finish + end);
    REQUIRE(r.tests.size() == 2);
    CHECK(r.tests[0].outcome == Outcome::passed);
    CHECK(r.tests[1].outcome == Outcome::not_run);
    CHECK(r.deselected == std::vector<std::string>{"a.py::v"});
}

TEST_CASE("reruns are counted and the last attempt's phases are kept") {
    const auto r =
        decoded(head + start() + phase("setup", "passed") + phase("call", "rerun", R"(,"message":"first")") +
                phase("teardown", "passed") + phase("setup", "passed") +
                phase("call", "failed", R"(,"message":"second")") + phase("teardown", "passed") + finish + end);
    CHECK(r.tests[0].reruns == 1);
    REQUIRE(r.tests[0].phases.size() == 1);
    CHECK(r.tests[0].phases[0].message == "second");
}

TEST_CASE("a worker's lines give the tracebacks and the controller's the outcome and order") {
    const std::string worker = R"({"t":"loaded","worker":"gw0","python":"3.11.7","pytest":"9.2.0"})"
                               "\n";
    const std::string chain =
        R"(,"chain":[{"type":"KeyError","message":"'a'","link":"","frames":[["app.py",3,"f","x","p"]],"cut":false}])";
    const auto r =
        decoded(head + start("a.py::b") + phase("call", "failed", R"(,"worker":"gw0")", "a.py::b") +
                phase("teardown", "passed", "", "a.py::b") + start("a.py::a") + phase("call", "passed", "", "a.py::a") +
                phase("teardown", "passed", "", "a.py::a") + finish + worker +
                R"({"t":"selected","ids":["a.py::a","a.py::b"],"deselected":[]})"
                "\n" +
                start("a.py::a") + start("a.py::b") + phase("call", "failed", chain, "a.py::b") +
                R"({"t":"loaded","worker":"gw1"})"
                "\n"
                R"({"t":"selected","ids":["a.py::a","a.py::b"],"deselected":[]})"
                "\n" +
                end);
    REQUIRE(r.tests.size() == 2);
    CHECK(r.tests[0].id == "a.py::b");
    CHECK(r.tests[0].worker == "gw0");
    CHECK(r.tests[0].outcome == Outcome::failed);
    REQUIRE(r.tests[0].phases.size() == 1);
    REQUIRE(r.tests[0].phases[0].chain.size() == 1);
    CHECK(r.tests[0].phases[0].chain[0].frames[0].project);
    CHECK(r.tests[1].outcome == Outcome::passed);
    CHECK(r.selected.size() == 2);
}

TEST_CASE("damaged lines are noted and the rest counts") {
    const auto torn = decoded(head + start() + phase("setup", "passed") + R"({"t":"phase","id":"a.py::t","wh)");
    CHECK(torn.truncated);
    CHECK_FALSE(torn.complete);
    CHECK(torn.tests.size() == 1);
    CHECK(decoded(head + "garbage\n" + end).truncated);
    CHECK(decoded(head + start() + R"({"t":"phase","id":"a.py::t","when":"call","outcome":0})" + "\n" + end).truncated);
    CHECK(decoded(head + std::string(100000, '[') + "\n" + end).truncated);
    CHECK_FALSE(decoded(head +
                        R"({"t":"future","x":[1]})"
                        "\n" +
                        end)
                    .truncated);
}

TEST_CASE("what Python writes and JSON forbids is read") {
    const auto r = decoded(head + start() + phase("call", "failed", R"(,"message":"a\udcffb \ud83d\ude00","x":NaN)") +
                           phase("teardown", "passed") + "{\"t\":\"usage\",\"message\":\"\xff\"}\n" + finish + end);
    CHECK_FALSE(r.truncated);
    CHECK(r.tests[0].phases[0].message ==
          "a\xEF\xBF\xBD"
          "b \xF0\x9F\x98\x80");
    CHECK(r.usage_error == "\xEF\xBF\xBD");
}

TEST_CASE("hostile types do no harm") {
    const auto r = decoded(
        R"({"t":"session","schema":1,"argv":3,"environ":[],"selection":7,"interpreter":"x","facts":null})"
        "\n"
        R"({"t":"phase","id":["x"],"when":{},"chain":{"a":1}})"
        "\n"
        R"({"t":"phase","id":"x","s":1e999})"
        "\n"
        R"({"t":"server","id":"x","chain":[1,{"frames":[[1,"a"],[],[1e300,9e99,2,3]]}],"request":5,"handled":"q"})"
        "\n"
        R"([1])"
        "\n" +
        end);
    CHECK(r.complete);
}

TEST_CASE("a file that is no recording is refused with exit code 2") {
    for (const std::string& text :
         {std::string(), std::string("hello\n"), std::string("{\"a\": 1}\n"), std::string(3 << 20, 'x')}) {
        try {
            decoded(text);
            FAIL("was read");
        } catch (const Error& error) {
            CHECK(error.code == ExitCode::usage);
            CHECK_THAT(error.what(), ContainsSubstring("not a recording"));
        }
    }
    CHECK_THROWS_AS(recording::read("/nonexistent/file"), Error);
    CHECK_THROWS_AS(decoded(R"({"t":"session","schema":2})"
                            "\n"),
                    Error);
    for (const std::string schema : {"-1", "0", "1e300", "null", "\"1\"", "[]"})
        CHECK_THROWS_WITH(decoded(R"({"t":"session","schema":)" + schema + "}\n" + finish),
                          ContainsSubstring("record it again"));
}

TEST_CASE("a conftest that cannot be imported is a collection that failed, of everything, with its traceback") {
    const std::string usage = R"({"t":"usage","message":"ImportError: no, from conftest.py","id":"conftest.py",)"
                              R"("chain":[{"type":"ImportError","message":"no","link":"",)"
                              R"("frames":[["conftest.py",3,"<module>","import app","p"]]}]})"
                              "\n";
    const auto r = decoded(head + usage + usage +
                           R"({"t":"end","status":4,"signal":0,"timed_out":false,"seconds":1})"
                           "\n");
    REQUIRE(r.collection.size() == 1);
    CHECK(r.collection[0].id == ".");
    CHECK(r.collection[0].outcome == CollectOutcome::failed);
    CHECK(r.collection[0].chain.at(0).frames.at(0).line == 3);
    CHECK(r.usage_error == "ImportError: no, from conftest.py");
    CHECK(decoded(head +
                  R"({"t":"usage","message":"unrecognized arguments: --cov"})"
                  "\n" +
                  end)
              .collection.empty());
}

TEST_CASE("what a server hid while a module was collected makes no test of the module") {
    const auto r = decoded(head +
                           R"({"t":"server","id":"a.py","phase":"collect","hook":"starlette",)"
                           R"("chain":[{"type":"ValueError","message":"x","frames":[]}]})"
                           "\n" +
                           start() + phase("setup", "passed") + phase("call", "passed") + phase("teardown", "passed") +
                           finish + end);
    REQUIRE(r.tests.size() == 1);
    CHECK(r.tests[0].id == "a.py::t");
}

TEST_CASE("faults of the probe itself are kept") {
    const auto r = decoded(head +
                           R"({"t":"trouble","where":"makereport","message":"OSError: no descriptors"})"
                           "\n" +
                           finish + end);
    CHECK(r.troubles == std::vector<std::string>{"makereport: OSError: no descriptors"});
}

namespace {

/// What a whole reading and an outline say of the same text, as "id outcome" in the order of the ids.
std::vector<std::string> outcomes_of(const Recording& recording, const std::vector<std::string>& passed = {}) {
    std::vector<std::string> result;
    for (const TestRecord& test : recording.tests)
        result.push_back(test.id + " " + std::to_string(static_cast<int>(test.outcome)) + " " +
                         std::to_string(test.phases.size()));
    for (const std::string& id : passed)
        result.push_back(id + " " + std::to_string(static_cast<int>(Outcome::passed)) + " 0");
    std::sort(result.begin(), result.end());
    return result;
}

}  // namespace

TEST_CASE("an outline has the same outcomes as the whole recording") {
    const std::vector<std::string> ids = {"a.py::one", "a.py::two", "a.py::three", "b.py::t[\\u00e9]", "b.py::t[\\\"]"};
    const std::vector<std::string> outcomes = {"passed", "passed", "passed", "failed", "skipped", "rerun"};
    const std::vector<std::string> whens = {"setup", "call", "teardown", "???"};
    const std::vector<std::string> ends = {"", R"(,"worker":"gw0")", R"(,"worker":"gw1")", R"(,"xfail":true)",
                                           R"(,"out":"x")"};
    std::uint64_t state = 42;
    const auto next = [&](std::size_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % below;
    };
    for (int round = 0; round < 400; ++round) {
        std::string lines = head;
        if (next(2))
            lines += R"({"t":"selected","ids":["a.py::one","a.py::two","c.py::never"],"deselected":["a.py::off"]})"
                     "\n";
        for (std::size_t i = 0; i < 3 + next(20); ++i) {
            const std::string& id = ids[next(ids.size())];
            if (next(6) == 0) lines += "{\"t\":\"loaded\",\"worker\":\"gw0\",\"python\":\"3.11.7\"}\n";
            if (next(2)) {  // all the lines of a test that passes
                lines += start(id);
                for (std::size_t k = 0; k < 3; ++k) lines += phase(whens[k], "passed", "", id);
            } else if (next(3) == 0) {
                lines += start(id);
            } else {
                lines += phase(whens[next(4)], outcomes[next(outcomes.size())], ends[next(ends.size())], id);
            }
        }
        if (next(2)) lines += finish;
        if (next(2)) lines += end;
        if (next(4) == 0) lines += R"({"t":"phase","id":"a.py::one","when":"ca)";
        Folder folder;
        write_file(folder.path / "r.jsonl", lines);
        const Recording whole = recording::read(folder.path / "r.jsonl");
        const auto outline = recording::read_outlines(folder.path / "r.jsonl", 20);
        REQUIRE(outline.size() == 1);
        INFO(lines);
        CHECK(outcomes_of(outline[0].rest, outline[0].passed) == outcomes_of(whole));
        CHECK(outline[0].rest.truncated == whole.truncated);
        CHECK(outline[0].rest.complete == whole.complete);
        CHECK(outline[0].rest.deselected == whole.deselected);
    }
}

TEST_CASE("an outline has every session of a leg, with what stands before the first one") {
    const std::string leg = R"({"t":"leg","schema":1,"name":"py311","command":["tox"],"sessions":2})"
                            "\n";
    const std::string second = R"({"t":"session","schema":1,"id":"s2","profile":"other"})"
                               "\n";
    Folder folder;
    const std::string tests =
        start() + phase("setup", "passed") + phase("call", "passed") + phase("teardown", "passed");
    write_file(folder.path / "r.jsonl", leg + head + tests + finish + end + second + start("b.py::u") + end);
    const auto both = recording::read_outlines(folder.path / "r.jsonl", 20);
    REQUIRE(both.size() == 2);
    CHECK(both[0].passed == std::vector<std::string>{"a.py::t"});
    CHECK(both[1].rest.session == "s2");
    CHECK(both[1].rest.tests.size() == 1);
    CHECK(recording::read(folder.path / "r.jsonl", 2).profile == both[1].rest.profile);
    CHECK(recording::read_outlines(folder.path / "r.jsonl", 1).size() == 1);
    write_file(folder.path / "none.jsonl", leg);
    CHECK(recording::read_outlines(folder.path / "none.jsonl", 20).empty());
    const std::string impossible = R"({"t":"session","schema":0,"id":"s1"})"
                                   "\n";
    write_file(folder.path / "impossible.jsonl", leg + impossible + tests + second + tests);
    CHECK_THROWS_AS(recording::read_outlines(folder.path / "impossible.jsonl", 20), Error);
    CHECK_THROWS_AS(recording::read(folder.path / "impossible.jsonl"), Error);
    write_file(folder.path / "bad.jsonl", std::string("nothing\n"));
    CHECK_THROWS_AS(recording::read_outlines(folder.path / "bad.jsonl", 20), Error);
    write_file(folder.path / "new.jsonl", std::string(R"({"t":"session","schema":2})"
                                                      "\n"));
    CHECK_THROWS_AS(recording::read_outlines(folder.path / "new.jsonl", 20), Error);
}

TEST_CASE("each session of a file counts for whether the outlines are refused, as it does for the whole reader") {
    const std::string newer = R"({"t":"session","schema":2,"id":"s1"})"
                              "\n";
    Folder folder;
    write_file(folder.path / "first.jsonl", newer + finish + head + start() + finish + end);
    CHECK_THROWS_WITH(recording::read(folder.path / "first.jsonl"), ContainsSubstring("newer testskew"));
    CHECK_THROWS_WITH(recording::read_outlines(folder.path / "first.jsonl", 20), ContainsSubstring("newer testskew"));
    // A number that one JSON library reads and another does not: both readers must see the same sessions.
    const std::string huge = R"({"t":"session","schema":1,"id":"s2","order_seed":1e400})"
                             "\n";
    write_file(folder.path / "huge.jsonl", head + start() + finish + end + huge + start("b.py::u") + end);
    const auto outlines = recording::read_outlines(folder.path / "huge.jsonl", 20);
    REQUIRE(outlines.size() == 2);
    CHECK(outlines[1].rest.tests.at(0).id == "b.py::u");
    CHECK(recording::read(folder.path / "huge.jsonl", 2).tests.at(0).id == "b.py::u");
}
