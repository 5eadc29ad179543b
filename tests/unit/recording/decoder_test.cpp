#include "recording/decoder.hpp"

#include "catch.hpp"

using namespace testskew;
using recording::Decoder;
using Words = std::vector<std::string>;

namespace {

/// The recording that results from these lines. Every line must be readable.
Recording decoded(const std::vector<std::string>& lines) {
    Decoder decoder;
    for (const auto& line : lines) {
        CAPTURE(line);
        CHECK(decoder.line(line));
    }
    return decoder.finish();
}

const std::string controller = R"({"t":"loaded","worker":"","python":"3.12.1","pytest":"8.3.0"})";

std::string loaded(const std::string& worker) { return R"({"t":"loaded","worker":")" + worker + "\"}"; }

}  // namespace

TEST_CASE("a session record says what was planned") {
    const auto r = decoded({R"({"t":"session","schema":1,"tool":"0.1.0","id":"s3","profile":"ci","started":"2026-01-02",
        "machine":"m","workspace":"overlay","argv":["pytest","-q"],"files":"ref:abc","environ":{"HOME":"hmac:1"},
        "facts":{"git.depth":"1","number":3,"yes":true,"list":[]},
        "selection":{"targets":["tests"],"options":["-x",7],"invocation":"python -m pytest"},
        "interpreter":{"version":"3.11.7","minor":11,"free_threaded":true,"seeds":{"pip":"23.2"}}})"});
    CHECK(r.session == "s3");
    CHECK(r.profile == "ci");
    CHECK(r.started == "2026-01-02");
    CHECK(r.machine == "m");
    CHECK(r.argv == Words{"pytest", "-q"});
    CHECK(r.files.kind == FilesSpec::Kind::ref);
    CHECK(r.files.ref == "abc");
    CHECK(r.environ.at("HOME") == "hmac:1");
    CHECK(r.facts == std::map<std::string, std::string>{
                         {"git.depth", "1"}, {"number", "3"}, {"yes", "true"}, {"workspace", "overlay"}});
    CHECK(r.selection.targets == Words{"tests"});
    CHECK(r.selection.options == Words{"-x"});
    CHECK(r.selection.invocation == Invocation::python_m_pytest);
    CHECK(r.interpreter.version == "3.11.7");
    CHECK(r.interpreter.minor == 11);
    CHECK(r.interpreter.free_threaded);
    CHECK(r.interpreter.seeds.at("pip") == "23.2");
    CHECK_FALSE(r.complete);
}

TEST_CASE("an interpreter's members of a wrong type keep their defaults") {
    const auto r = decoded({R"({"t":"session","schema":1,"interpreter":
        {"version":3,"major":"3","minor":1e300,"micro":null,"debug":"yes","seeds":["pip"],"libc":"glibc"}})"});
    CHECK(r.interpreter.version.empty());
    CHECK(r.interpreter.major == 0);
    CHECK(r.interpreter.minor == 0);
    CHECK_FALSE(r.interpreter.debug);
    CHECK(r.interpreter.seeds.empty());
    CHECK(r.interpreter.libc == "glibc");
}

TEST_CASE("the controller's loaded record tells the versions, a worker's only if there is no other") {
    const auto r = decoded({controller, R"({"t":"loaded","worker":"gw0","python":"3.9.1","pytest":"7.0.0"})"});
    CHECK(r.probe_loaded);
    CHECK(r.running_python == "3.12.1");
    CHECK(r.interpreter.version == "3.12.1");
    CHECK(r.pytest == "8.3.0");
    CHECK(decoded({R"({"t":"loaded","worker":"gw0","python":"3.9.1","pytest":"7.0.0"})"}).pytest == "7.0.0");
}

TEST_CASE("facts are the controller's: what pytest found completes what was planned") {
    const std::string facts = R"({"t":"facts","facts":{"umask":"022"},"distributions":{"pytest":"8.3.0"},
        "plugins":["cov 4"],"rootdir":"..","inifile":"","sys_path":["a","b"],"workers":2,
        "argv":["-q"]})";
    const auto r = decoded({controller, facts});
    CHECK(r.facts == std::map<std::string, std::string>{
                         {"umask", "022"}, {"rootdir", ".."}, {"sys_path", "a\nb"}, {"workers", "2"}});
    CHECK(r.distributions.at("pytest") == "8.3.0");
    CHECK(r.plugins == Words{"cov 4"});
    CHECK(r.argv == Words{"-q"});
    CHECK(decoded({R"({"t":"session","schema":1,"argv":["pytest"]})", facts}).argv == Words{"pytest"});
    CHECK(decoded({loaded("gw0"), facts}).facts.empty());
    CHECK(decoded({R"({"t":"facts","workers":"auto"})"}).facts.at("workers") == "auto");
    CHECK_FALSE(decoded({R"({"t":"facts","workers":null})"}).facts.count("workers"));
}

TEST_CASE("modules are taken from the controller, else from the first worker") {
    const auto module = [](const std::string& id) { return R"({"t":"module","id":")" + id + "\"}"; };
    CHECK(decoded({controller, module("a.py"), module("b.py")}).modules == Words{"a.py", "b.py"});
    const Words workers = {controller,    loaded("gw0"),  module("a.py"), module("b.py"),
                           loaded("gw1"), module("a.py"), module("b.py")};
    CHECK(decoded(workers).modules == Words{"a.py", "b.py"});
    CHECK(decoded({controller, module("a.py"), loaded("gw0"), module("a.py"), module("b.py")}).modules ==
          Words{"a.py"});
    CHECK(decoded(workers).facts.empty());  // what the decoder remembers does not show
}

TEST_CASE("the selection is the controller's, else that of the first worker, in as many parts as it comes") {
    const auto selected = [](const std::string& id) {
        return R"({"t":"selected","ids":[")" + id + R"("],"deselected":["no )" + id + "\"]}";
    };
    const auto r = decoded({controller, loaded("gw0"), selected("a"), selected("b"), loaded("gw1"), selected("c")});
    CHECK(r.selected == Words{"a", "b"});
    CHECK(r.deselected == Words{"no a", "no b"});
    CHECK(decoded({controller, selected("a"), loaded("gw0"), selected("b")}).selected == Words{"a"});
}

TEST_CASE("what is read without a parser means what it means to one") {
    const std::string start = R"({"t":"start","id":"a"})";
    // A member of a kind that the parser does not read makes it read the line.
    const auto outcome = [&](const std::string& members) {
        Decoder quick, slow;
        quick.line(start), slow.line(start);
        const bool read = quick.line(R"({"t":"phase","id":"a")" + members + "}");
        CHECK(read == slow.line(R"({"zz":[],"t":"phase","id":"a")" + members + "}"));
        const auto one = quick.finish().tests, other = slow.finish().tests;
        REQUIRE(one.size() == other.size());
        CHECK(one[0].outcome == other[0].outcome);
        CHECK(one[0].seconds == other[0].seconds);
        CHECK(one[0].worker == other[0].worker);
        return one[0].outcome;
    };
    CHECK(outcome(R"(,"when":"call","outcome":"failed")") == Outcome::failed);
    for (const char* seconds : {"1.2.3", "01", "1.", ".5", "1e", "-", "\"1.5\"", "2e-3", "0.25"})
        outcome(std::string(R"(,"when":"call","outcome":"passed","s":)") + seconds);
    for (const char* member :
         {R"("worker":5)", R"("worker":"gw0")", R"("subtest":5)", R"("subtest":"x")", R"("subtest":null)",
          R"("xfail":"true")", R"("xfail":true)", R"("id":5)", R"("outcome":"skipped")", R"("t":"start")"})
        outcome(std::string(R"(,"when":"call","outcome":"failed",)") + member);
}

TEST_CASE("an outline takes the selection that the whole recording takes") {
    const auto selected = [](const std::string& id) {
        return R"({"t":"selected","ids":[")" + id + R"("],"deselected":["no )" + id + "\"]}";
    };
    const std::vector<Words> files = {{controller, loaded("gw0"), selected("a"), loaded("gw1"), selected("c")},
                                      {controller, selected("a"), loaded("gw0"), selected("b")}};
    for (const Words& lines : files) {
        Decoder outline(true);
        for (const std::string& line : lines) outline.line(line);
        const auto rest = outline.finish_outline().rest;
        const auto whole = decoded(lines);
        CHECK(rest.deselected == whole.deselected);
        CHECK(rest.tests.size() == whole.tests.size());
    }
}

TEST_CASE("an outline does not take for a recording what a whole reading refuses") {
    Decoder outline(true);
    outline.line(R"({"t":"warning" and then something else)");
    CHECK(outline.known() == 0);
    CHECK(outline.line(R"({"t":"warning","category":"W"})"));
    CHECK(outline.known() == 1);
    outline.line(R"({"t":"warning","t":"phase","id":"a","when":"call","outcome":"failed"})");
    CHECK(outline.finish_outline().rest.tests.size() == 1);
}

TEST_CASE("of several accounts of one failed collection the one with a traceback is kept") {
    const std::string bare = R"({"t":"collect","id":"a.py","outcome":"failed"})",
                      whole = R"({"t":"collect","id":"a.py","outcome":"failed","message":"E x",
                                 "chain":[{"type":"KeyError","message":"'a'","frames":[]}]})",
                      other = R"({"t":"collect","id":"b.py","outcome":"skipped"})";
    const auto r = decoded({controller, bare, other, loaded("gw0"), whole, bare});
    REQUIRE(r.collection.size() == 2);
    CHECK(r.collection[0].id == "a.py");
    CHECK(r.collection[0].message == "E x");
    CHECK(r.collection[0].chain.at(0).type == "KeyError");
    CHECK(r.collection[1].id == "b.py");
}

TEST_CASE("a list that is full says how much was left out") {
    struct Row {
        const char *kind, *record;
        int most;
    };
    for (const Row& row : {Row{"warning", R"({"t":"warning","category":"W","message":"m"})", 10000},
                           Row{"cut", R"({"t":"cut","id":"a","hook":"trace","records":1})", 10000},
                           Row{"missing", R"({"t":"missing","kind":"environ","name":"A"})", 10000},
                           Row{"made", R"({"t":"made","name":"a.txt","mode":"600"})", 10000},
                           Row{"refused", R"({"t":"refused","path":"/etc/x","id":"a"})", 10000},
                           Row{"state", R"({"t":"state","at":"test","id":"a"})", 10000},
                           Row{"watch", R"({"t":"watch","at":"test","id":"a"})", 10000},
                           Row{"trouble", R"({"t":"trouble","where":"w","message":"m"})", 20}}) {
        CAPTURE(row.kind);
        const auto left_out_of = [&](int lines) {
            Decoder decoder;
            for (int i = 0; i < lines; ++i) decoder.line(row.record);
            return decoder.finish().left_out;
        };
        CHECK(left_out_of(row.most).empty());
        CHECK(left_out_of(row.most + 2) == std::map<std::string, int>{{row.kind, 2}});
    }
}

TEST_CASE("the last line of pytest's internal error, and the first usage error, are kept") {
    CHECK(decoded({R"({"t":"internal","message":"Traceback\n  File x\nKeyError: 1\n"})",
                   R"({"t":"internal","message":"another"})"})
              .internal_error == "KeyError: 1");
    CHECK(decoded({R"({"t":"internal"})"}).internal_error.empty());
    CHECK(decoded({R"({"t":"usage","message":"one"})", R"({"t":"usage","message":"two"})"}).usage_error == "one");
}

TEST_CASE("only the controller finishes the session, and testskew has the last word on its status") {
    const auto r = decoded({controller, R"({"t":"finish","status":1,"memory":42,"left":5})", loaded("gw0"),
                            R"({"t":"finish","status":3,"memory":7})"});
    CHECK(r.exit_status == 1);
    CHECK(r.memory == 42);
    CHECK(r.left == 5);
    const auto ended = decoded({R"({"t":"finish","status":1})",
                                R"({"t":"end","status":2,"signal":9,"timed_out":true,"seconds":1.5,"out":"o","err":"e",
                                   "stack_dump":"s"})"});
    CHECK(ended.complete);
    CHECK(ended.exit_status == 2);
    CHECK(ended.signal == 9);
    CHECK(ended.timed_out);
    CHECK(ended.seconds == 1.5);
    CHECK(ended.out == "o");
    CHECK(ended.err == "e");
    CHECK(ended.stack_dump == "s");
}

TEST_CASE("records of an unknown kind are ignored and do not count as known") {
    Decoder decoder;
    CHECK(decoder.line(R"({"t":"of tomorrow","id":"a"})"));
    CHECK(decoder.line(R"({"no":"kind"})"));
    CHECK(decoder.line(""));
    CHECK(decoder.line(" \r"));
    CHECK_FALSE(decoder.line("[1]"));
    CHECK_FALSE(decoder.line("{"));
    CHECK(decoder.known() == 0);
    CHECK(decoder.line(controller));
    CHECK(decoder.known() == 1);
}

TEST_CASE("only a session record says the form, and one that says no possible form is told") {
    const auto schema = [](const std::string& value) {
        Decoder decoder;
        decoder.line(R"({"t":"session","schema":)" + value + "}");
        return decoder.schema();
    };
    CHECK(Decoder().schema() == 1);
    CHECK(schema("1") == 1);
    CHECK(schema("7") == 7);
    for (const char* none : {"0", "-3", "\"1\"", "1.5", "null"}) CHECK(schema(none) == 0);
}

TEST_CASE("a test's line without an id is no test") {
    const auto r = decoded({R"({"t":"start"})", R"({"t":"start","id":""})", R"({"t":"phase","when":"call"})",
                            R"({"t":"server","id":"","chain":[{"type":"KeyError"}]})"});
    CHECK(r.tests.empty());
}

TEST_CASE("a phase of an impossible outcome is damage and no test that passed") {
    Decoder decoder;
    CHECK_FALSE(decoder.line(R"({"t":"phase","id":"a","when":"call","outcome":"splendid"})"));
    CHECK_FALSE(decoder.line(R"({"t":"phase","id":"a","when":"call","outcome":5,"chain":[]})"));
    CHECK(decoder.line(R"({"t":"phase","id":"b","when":"call","outcome":"passed"})"));
}
