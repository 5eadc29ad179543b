#include "divergence/warnings.hpp"

#include "catch.hpp"

using namespace testskew;
using divergence::Warnings;

namespace {

Recording with(std::vector<std::pair<std::string, std::string>> warnings) {
    Recording recording;
    int line = 0;
    for (auto& [test, message] : warnings)
        recording.warnings.push_back({"DeprecationWarning", message, "app.py", ++line, "runtest", test});
    return recording;
}

}  // namespace

TEST_CASE("a warning that one side alone gives is shown, on which side it may be") {
    const Recording bad = with({{"t", "old() goes away"}, {"t", "both 1"}}),
                    good = with({{"t", "both 22"}, {"t", "new here"}});
    Cluster cluster;
    Warnings(bad, good, nullptr, nullptr, {}).add_to(cluster, "t");
    REQUIRE(cluster.warnings.size() == 2);
    CHECK(cluster.warnings[0].message == "old() goes away");
    CHECK(cluster.warnings[0].bad);
    CHECK(cluster.warnings[1].message == "new here");
    CHECK_FALSE(cluster.warnings[1].bad);
}

TEST_CASE("what a second session of the side does not repeat, or the other side's second one gives, says nothing") {
    const Recording bad = with({{"t", "once"}, {"t", "steady"}, {"t", "sometimes there"}}), good = with({}),
                    bad_again = with({{"t", "steady"}, {"t", "sometimes there"}}),
                    good_again = with({{"t", "sometimes there"}});
    Cluster cluster;
    Warnings(bad, good, &bad_again, &good_again, {}).add_to(cluster, "t");
    REQUIRE(cluster.warnings.size() == 1);
    CHECK(cluster.warnings[0].message == "steady");
}

TEST_CASE("what passing tests warn of on one side only is left out, unless the failure speaks of warnings") {
    const Recording bad = with({{"t", "utcnow() is deprecated"}, {"passes", "utcnow() is deprecated"}}),
                    good = with({});
    const Warnings warnings(bad, good, nullptr, nullptr, {"passes"});
    Cluster cluster;
    cluster.error.message = "assert 1 == 2";
    warnings.add_to(cluster, "t");
    CHECK(cluster.warnings.empty());
    cluster.error.source = "assert len(recwarn) == 0";
    warnings.add_to(cluster, "t");
    CHECK(cluster.warnings.size() == 1);
}

TEST_CASE("numbers and addresses in a message do not make two warnings of one") {
    const Recording bad = with({{"t", "<Job at 0x7f3a21> took 12 ms"}}),
                    good = with({{"t", "<Job at 0x55aa10> took 9 ms"}});
    Cluster cluster;
    Warnings(bad, good, nullptr, nullptr, {}).add_to(cluster, "t");
    CHECK(cluster.warnings.empty());
}

TEST_CASE("of a traced session the warnings as they were given are compared, not pytest's words for them as well") {
    Recording bad = with({{"t", "as pytest says it"}}), good = with({});
    bad.warnings.push_back({"DeprecationWarning", "as it was given", "app.py", 3, "runtest", "t", true});
    Cluster cluster;
    Warnings(bad, good, nullptr, nullptr, {}).add_to(cluster, "t");
    REQUIRE(cluster.warnings.size() == 1);
    CHECK(cluster.warnings[0].message == "as it was given");
}

TEST_CASE("a thread that died is an exception, and not told again as pytest's warning of it") {
    Recording bad = with({}), good = with({});
    bad.warnings.push_back({"pytest.PytestUnhandledThreadExceptionWarning", "Exception in thread Thread-1",
                            "threading.py", 3, "runtest", "t"});
    bad.tests.emplace_back();
    bad.tests.back().id = "t";
    Cluster alone;
    Warnings(bad, good, nullptr, nullptr, {}).add_to(alone, "t");
    CHECK(alone.warnings.size() == 1);
    for (const char* hook : {"thread", "trace"}) {
        Cluster before;
        Warnings(bad, good, nullptr, nullptr, {}).add_to(before, "t");
        CHECK(before.warnings.size() == 1);  // the warning about the thread is only left out if its exception is shown
        ServerException exception;
        exception.hook = hook;
        exception.chain.emplace_back();
        exception.chain.back().type = "ValueError";
        bad.tests.back().server_exceptions.push_back(std::move(exception));
    }
    Cluster both;
    Warnings(bad, good, nullptr, nullptr, {}).add_to(both, "t");
    CHECK(both.warnings.empty());
}
