#include "compare/classify.hpp"

#include "build.hpp"
#include "catch.hpp"
#include "compare/test_failures.hpp"

using namespace testskew;
using namespace testskew::compare;

namespace {

const std::string node = "t.py::test";

ExceptionChain chain_of_type(const std::string& type) {
    return {build::raised(type, "", {build::project("app.py", "load", type + "()")})};
}

std::string digest_of_type(const std::string& type) {
    return failures(build::test(node, Outcome::failed, chain_of_type(type))).at(0).fingerprint.digest;
}

/// The result of the test in a session in which it fails with this exception, and in which it passes if that is "".
CellResult for_cause(const Cluster& cluster, const std::string& type) {
    const auto test =
        type.empty() ? build::test(node, Outcome::passed) : build::test(node, Outcome::failed, chain_of_type(type));
    const Recording recording = build::session("ci", {test});
    return classify_for_cause(cluster, node, RecordingIndex(recording));
}

}  // namespace

TEST_CASE("in the search of a cause the other failure of the good side counts as passing") {
    Cluster cluster;
    cluster.fingerprint.digest = digest_of_type("KeyError");
    CHECK(for_cause(cluster, "KeyError") == CellResult::fails);
    CHECK(for_cause(cluster, "OSError") == CellResult::other);
    cluster.good_digest = digest_of_type("OSError");
    CHECK(for_cause(cluster, "OSError") == CellResult::passes);
    CHECK(for_cause(cluster, "TypeError") == CellResult::other);
    CHECK(for_cause(cluster, "KeyError") == CellResult::fails);
    CHECK(for_cause(cluster, "") == CellResult::passes);
}
