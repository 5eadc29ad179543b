#include "cli/executor.hpp"

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;

namespace {

Recording recording_with(const std::vector<std::pair<std::string, Outcome>>& tests) {
    Recording recording;
    for (const auto& [id, outcome] : tests) {
        TestRecord test;
        test.id = id;
        test.outcome = outcome;
        recording.tests.push_back(std::move(test));
    }
    return recording;
}

}  // namespace

TEST_CASE("what would be sent in clear is named as people know it") {
    sides::Side side;
    side.environ = {{"TZ", "UTC"}, {"API_KEY", ""}, {"HOME", "/home/me"}};
    side.resolution.arguments = {"--index-url", "https://example.org/simple"};
    side.resolution.packages = {{"click", {"8.1.8", "click==8.1.8"}}};
    CHECK(cli::secret_of(side).empty());

    auto other = side;
    other.environ["API_KEY"] = "x";
    CHECK(cli::secret_of(other) == "API_KEY");
    other = side;
    other.environ["DATABASE"] = "postgres://me:hunter2@db/x";
    CHECK(cli::secret_of(other) == "DATABASE");
    other = side;
    other.selection.options = {"--api-token=abc"};
    CHECK_FALSE(cli::secret_of(other).empty());
    other = side;
    other.setup = {{"login", "--password", "abc"}};
    CHECK_FALSE(cli::secret_of(other).empty());
    other = side;
    other.resolution.arguments[1] = "https://me:pw@example.org/simple";
    CHECK(cli::secret_of(other) == "the address of a package index");
    other = side;
    other.resolution.packages["own"] = {"1", "own @ git+https://me:pw@example.org/own"};
    CHECK(cli::secret_of(other) == "the address of own");
}

TEST_CASE("two kinds of workers agree if the same tests come to the same") {
    const auto one = recording_with({{"a.py::x", Outcome::passed}, {"a.py::y", Outcome::skipped}});
    CHECK(cli::disagreement(one, one).empty());
    CHECK(cli::disagreement(one, recording_with({{"a.py::x", Outcome::failed}, {"a.py::y", Outcome::skipped}})) ==
          "a.py::x does not come to the same");
    CHECK(cli::disagreement(recording_with({{"a.py::x", Outcome::failed}}), one) ==
          "a.py::x does not come to the same");
    CHECK(cli::disagreement(one, recording_with({{"a.py::x", Outcome::passed}, {"a.py::y", Outcome::passed}})) ==
          "a.py::y is skipped and passed");
}

TEST_CASE("a run of this machine does not go on elsewhere, and one of a cluster goes on there") {
    cli::Options options;
    cli::RunRequest request;
    CHECK(cli::executor_of_run(options, request).empty());
    options.executor = "dask-local:2";
    CHECK_THROWS_AS(cli::executor_of_run(options, request), Error);
    request.executor = "dask://h:1";
    CHECK(cli::executor_of_run(options, request) == "dask-local:2");
    options.executor.clear();
    CHECK(cli::executor_of_run(options, request) == "dask://h:1");
}
