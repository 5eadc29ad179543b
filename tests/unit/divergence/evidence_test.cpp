#include "divergence/evidence.hpp"

#include "catch.hpp"
#include "unit/divergence/story.hpp"

using namespace testskew;

namespace {

ServerException swallowed(const std::string& type, const std::string& hook = "trace") {
    ServerException exception;
    exception.hook = hook;
    exception.chain = {{type,
                        "it said so",
                        {{"<site>/lib/a.py", 1, "f", "x", false}, {"app.py", 9, "load", "raise it", true}},
                        "",
                        false,
                        {}}};
    exception.handled_at = Frame{"app.py", 12, "serve", "except Exception:", true};
    return exception;
}

Recording session(std::vector<ServerException> exceptions, bool traced) {
    Recording recording = recording_of({});
    if (traced) recording.traces.emplace_back().test = "t";
    TestRecord test;
    test.id = "t";
    test.server_exceptions = std::move(exceptions);
    recording.tests.push_back(test);
    return recording;
}

}  // namespace

TEST_CASE("an exception that only the bad side swallowed stands beside the failure") {
    Cluster cluster;
    divergence::add_swallowed(cluster, "t", session({swallowed("KeyError"), swallowed("ValueError")}, true),
                              session({swallowed("ValueError")}, true));
    REQUIRE(cluster.swallowed.size() == 1);
    CHECK(cluster.swallowed[0].type == "KeyError");
    CHECK(cluster.swallowed[0].raised_at->line == 9);
    CHECK(cluster.swallowed[0].handled_at->line == 12);
    CHECK(cluster.swallowed[0].by.empty());
}

TEST_CASE("of many exceptions that only one side swallowed twelve are kept, and the others counted") {
    std::vector<ServerException> many;
    for (char c = 'A'; c < 'P'; ++c) many.push_back(swallowed(std::string(1, c) + "Error"));
    Cluster cluster;
    divergence::add_swallowed(cluster, "t", session(many, true), session({}, true));
    CHECK(cluster.swallowed.size() == 12);
    REQUIRE(cluster.cuts.size() == 1);
    CHECK(cluster.cuts[0].hook == "exceptions");
    CHECK(cluster.cuts[0].left_out == 3);
}

TEST_CASE("like is compared with like: what one side could not have seen says nothing") {
    Cluster cluster;
    divergence::add_swallowed(cluster, "t", session({swallowed("KeyError")}, true), session({}, false));
    CHECK(cluster.swallowed.empty());
    divergence::add_swallowed(cluster, "t", session({swallowed("KeyError", "starlette.testclient")}, true),
                              session({}, true));
    CHECK(cluster.swallowed.empty());
}

TEST_CASE("files and modules that only the bad side did not find are shown") {
    Recording bad, good;
    const Frame at{"app.py", 3, "load", "open(name)", true};
    bad.missing = {
        {"file", "cache.json", at, "t"}, {"module", "ujson", at, ""},  {"file", "other.json", at, "another test"},
        {"file", "both.json", at, "t"},  {"environ", "NAME", at, "t"}, {"file", "messages.mo", at, "t"}};
    good.missing = {{"file", "both.json", at, "t"}};
    Cluster cluster;
    divergence::add_missing(cluster, "t", bad, good);
    REQUIRE(cluster.missing.size() == 2);
    CHECK(cluster.missing[0].name == "cache.json");
    CHECK(cluster.missing[1].name == "ujson");
}

TEST_CASE("files that were made on one line with another mode on each side are shown") {
    Recording bad, good;
    const Frame at{"app.py", 3, "save", "path.write_text(text)", true}, moved{"app.py", 5, "save", at.source, true};
    const Frame other{"app.py", 9, "load", "open(name, 'w')", true};
    bad.made = {
        {"a.txt", "600", at, "t"}, {"b.txt", "644", at, "t"}, {"c.txt", "600", other, "t"}, {"d", "700", at, "u"}};
    good.made = {
        {"a.txt", "644", moved, "t"}, {"b.txt", "644", at, "t"}, {"c.txt", "644", at, "t"}, {"d", "755", at, "u"}};
    Cluster cluster;
    divergence::add_made(cluster, "t", bad, good);
    divergence::add_made(cluster, "t", bad, good);
    REQUIRE(cluster.made.size() == 1);
    CHECK(cluster.made[0].name == "a.txt");
    CHECK(cluster.made[0].bad == "600");
    CHECK(cluster.made[0].good == "644");
    CHECK(cluster.made[0].at.line == 3);
}

TEST_CASE("what a traced test had too much of is said once") {
    Recording bad, good;
    bad.cuts = {{"t", "trace", 7, false}, {"t", "monitoring", 3, false}, {"another test", "trace", 1, false}};
    Trace trace;
    trace.test = "t";
    trace.cut = true;
    bad.traces = {trace};
    good.traces = {trace};
    Cluster cluster;
    divergence::add_cuts(cluster, "t", bad, good);
    REQUIRE(cluster.cuts.size() == 2);
    CHECK(cluster.cuts[0].left_out == 7);
    CHECK(cluster.cuts[1].hook == "events");
}
