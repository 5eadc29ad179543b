#include "runner/session_data.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "util/version.hpp"

using namespace testskew;

namespace {

runner::SessionRequestData full_request() {
    runner::SessionRequestData request;
    request.version = version();
    request.id = "s7";
    sides::Side& side = request.spec.side;
    side.name = "ci";
    side.interpreter.version = "3.11.7";
    side.interpreter.seeds = {{"pip", "23.2.1"}};
    side.resolution.packages = {{"click", {"8.1.8", "click==8.1.8"}}};
    side.resolution.local = {{".", {"test"}, false, "shop"}};
    side.resolution.seed = Seed::none;
    side.resolution.arguments = {"--index-url", "https://example.org"};
    side.environ = {{"TZ", "UTC"}, {"EMPTY", ""}};
    side.files.base = {FilesSpec::Kind::ref, "abc"};
    side.files.taken = {{"tests/a.py", {FilesSpec::Kind::nothing, ""}}};
    side.files.git_from = FilesSpec{FilesSpec::Kind::tracked, ""};
    side.files.git = {1, false, "main"};
    side.selection = {{"tests/a.py::x"}, {"-m", "slow"}, Invocation::python_m_pytest};
    side.setup = {{"make", "data"}};
    side.host.umask = 077;
    side.host.limits = {{"nofile", 64}};
    side.exclusive = true;
    side.private_home = false;
    side.copy = 2;
    request.spec.observe = "{\"trace\": 1}";
    request.spec.until = {"tests/a.py::x"};
    request.spec.server_exceptions = ServerExceptions::raise;
    request.spec.timeout = std::chrono::milliseconds(0);
    request.timeout = std::chrono::minutes(30);
    request.offline = request.sandbox = true;
    request.key = "k";
    request.workspace = "copy";
    request.beside = 3;
    request.project = "sub/folder";
    return request;
}

}  // namespace

TEST_CASE("a session that is asked for is the same on the other machine") {
    const auto written = full_request();
    const auto document = runner::to_data(written);
    const auto read = runner::request_from(document);
    CHECK(runner::to_data(read) == document);  // what is left out when it is written is compared below
    CHECK(read.spec.side.conditions() == written.spec.side.conditions());
    CHECK(read.spec.side.files == written.spec.side.files);
    CHECK(read.spec.side.resolution.packages == written.spec.side.resolution.packages);
    CHECK(read.spec.side.resolution.local == written.spec.side.resolution.local);
    CHECK(read.spec.side.resolution.arguments == written.spec.side.resolution.arguments);
    CHECK(read.spec.side.resolution.seed == Seed::none);
    CHECK(read.spec.side.environ == written.spec.side.environ);
    CHECK(read.spec.side.interpreter.seeds == written.spec.side.interpreter.seeds);
    CHECK(read.spec.side.copy == 2);
    CHECK(read.spec.until == std::vector<std::string>{"tests/a.py::x"});
    CHECK(read.spec.server_exceptions == ServerExceptions::raise);
    CHECK(read.spec.timeout == std::chrono::milliseconds(0));
    CHECK(read.timeout == std::chrono::minutes(30));
}

TEST_CASE("what is not given stays not given") {
    runner::SessionRequestData plain;
    plain.version = version();
    const auto read = runner::request_from(runner::to_data(plain));
    CHECK_FALSE(read.spec.timeout);
    CHECK_FALSE(read.spec.server_exceptions);
    CHECK_FALSE(read.spec.until);
    CHECK_FALSE(read.spec.side.files.git_from);
    CHECK_FALSE(read.spec.side.files.git.depth);
    CHECK_FALSE(read.spec.side.host.umask);
    CHECK(read.spec.side.conditions() == Conditions{});
}

TEST_CASE("of a request of another version nothing but the version is read") {
    CHECK(runner::request_from({{"version", "9"}, {"side", 3}}).version == "9");
    CHECK_THROWS_AS(runner::request_from({{"id", "s1"}}), nlohmann::json::exception);
}

TEST_CASE("an answer is the same on this machine") {
    runner::SessionAnswerData answer;
    answer.outcome.summary.command = {"pytest", "-x"};
    answer.outcome.summary.seconds = 1.5;
    answer.outcome.failure = environment::BuildFailure{"no wheel", {"numpy"}, false, true, false, true};
    answer.outcome.conflicts = {{"fastapi", "starlette", "starlette<1", "1.0"}};
    answer.outcome.fault = "could not be started";
    answer.recording = "{}\n";
    answer.environment_key = "k";
    const auto read = runner::answer_from(runner::to_data(answer));
    CHECK(read.outcome.summary.command == answer.outcome.summary.command);
    CHECK(read.outcome.summary.seconds == 1.5);
    REQUIRE(read.outcome.failure);
    CHECK(read.outcome.failure->packages == std::vector<std::string>{"numpy"});
    CHECK(read.outcome.failure->no_wheel_or_build);
    CHECK(read.outcome.failure->contradiction);
    CHECK_FALSE(read.outcome.failure->network);
    CHECK(read.outcome.conflicts.front().requirement == "starlette<1");
    CHECK(read.outcome.fault == "could not be started");
    CHECK(read.recording == "{}\n");
    CHECK(read.environment_key == "k");
    const auto empty = runner::answer_from(runner::to_data(runner::SessionAnswerData{}));
    CHECK_FALSE(empty.recording);
    CHECK_FALSE(empty.outcome.failure);
}
