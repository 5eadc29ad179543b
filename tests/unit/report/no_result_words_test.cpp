#include "report/no_result_words.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

/// The sentence for a cluster of so many tests.
std::string words(const NoResult& no_result, std::size_t tests = 2) {
    Cluster cluster;
    cluster.tests.resize(tests);
    cluster.no_result = no_result;
    return report::no_result_words(cluster);
}

}  // namespace

TEST_CASE("each reason for which a side has no result has its sentence") {
    CHECK(words({}).empty());
    CHECK(words({NoResultKind::never_run, "local"}) == "local never ran these tests");
    CHECK(words({NoResultKind::skipped, "local"}) == "local skips these tests");
    CHECK(words({NoResultKind::skipped, "local", "needs these tests"}) == "local skips these tests: needs these tests");
    CHECK(words({NoResultKind::expected_failure, "local"}) == "local expects these tests to fail (xfail)");
    CHECK(words({NoResultKind::ended_before, "local"}) == "local ended before these tests");
    CHECK(words({NoResultKind::deselected, "local"}) == "local deselects these tests");
    CHECK(words({NoResultKind::collection_failed, "local"}) ==
          "local ran no test, as it could not collect all of them: with `-- --continue-on-collection-errors` it runs "
          "the others");
    CHECK(words({NoResultKind::not_again}) ==
          "this did not come again when the leg was set up here, so no cause was looked for");
}

TEST_CASE("what the tests gave on their own follows, in the number of the tests") {
    const auto alone = [](CellResult result) { return NoResult{NoResultKind::never_run, "local", "", result}; };
    CHECK(words(alone(CellResult::passes)) == "local never ran these tests; run there on their own, they pass");
    CHECK(words(alone(CellResult::fails)) == "local never ran these tests; run there on their own, they fail too");
    CHECK(words(alone(CellResult::passes), 1) == "local never ran this test; run there on its own, it passes");
    CHECK(words(alone(CellResult::fails), 1) == "local never ran this test; run there on its own, it fails too");
    CHECK(words({NoResultKind::skipped, "local", "no network"}, 1) == "local skips this test: no network");
}
