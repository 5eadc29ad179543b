#include "compare/server.hpp"

#include <algorithm>

#include "build.hpp"
#include "catch.hpp"
#include "compare/shown.hpp"

using namespace testskew;
using namespace testskew::build;
using ServerRole = compare::ServerChoice::Role;

namespace {

const ExceptionChain deep = {raised("KeyError", "'k'", {project("app.py", "f", "d[k]")})};
const ExceptionChain of_library = {raised("KeyError", "'k'", {library("<site>/x.py", "f")})};
const ExceptionChain refused_from_error = {
    raised("fastapi.exceptions.HTTPException", "404", {project("app.py", "g", "raise HTTPException(404)")}),
    raised("KeyError", "'k'", {project("app.py", "f", "d[k]")}, "context")};

/// A test that failed by an assertion, and the exceptions that a server hid meanwhile.
TestRecord with(std::vector<ServerException> exceptions, const std::string& message = "assert 1 == 2") {
    TestRecord t =
        test("t.py::t", Outcome::failed, {raised("AssertionError", message, {project("t.py", "t", "assert x")})});
    t.server_exceptions = std::move(exceptions);
    return t;
}

/// The index of the chosen exception; -1 if none is chosen.
int chosen(const TestRecord& t) {
    const auto choice = compare::choose_server_exception(t, t.phases.at(0));
    return choice.exception ? static_cast<int>(choice.exception - t.server_exceptions.data()) : -1;
}
ServerRole role(const TestRecord& t) { return compare::choose_server_exception(t, t.phases.at(0)).role; }

ServerException unanswered(const ExceptionChain& chain) {
    auto exception = server("starlette.testclient", 0, chain);
    exception.request.reset();
    return exception;
}

}  // namespace

TEST_CASE("each kind gives way to the more telling one") {
    const std::vector<ServerException> by_rank = {
        server("starlette", 500, deep),     unanswered(deep),           server("fastapi", 404, refused_from_error),
        server("click.CliRunner", 0, deep), server("logging", 0, deep), server("starlette", 302, deep),
        server("sys.monitoring", 500, deep)};
    const ServerRole roles[] = {ServerRole::identity, ServerRole::identity, ServerRole::part,    ServerRole::part,
                                ServerRole::part,     ServerRole::evidence, ServerRole::evidence};
    for (std::size_t first = 0; first < by_rank.size(); ++first) {
        CAPTURE(first);
        std::vector<ServerException> from(by_rank.begin() + static_cast<std::ptrdiff_t>(first), by_rank.end());
        std::reverse(from.begin(), from.end());
        const auto t = with(from);
        CHECK(chosen(t) == static_cast<int>(from.size()) - 1);
        CHECK(role(t) == roles[first]);
    }
}

TEST_CASE("of several the last counts, but of those that nobody answered the first") {
    CHECK(chosen(with({server("starlette", 500, deep), server("starlette", 500, deep)})) == 1);
    CHECK(chosen(with({unanswered(deep), unanswered(deep)})) == 0);
    CHECK(chosen(with({server("logging", 0, deep), server("logging", 0, of_library)})) == 0);
}

TEST_CASE("what was raised for the client, is of another phase or has no chain is no choice") {
    auto raised_one = server("starlette", 500, deep), of_setup = server("starlette", 500, deep);
    raised_one.raised = true;
    of_setup.phase = TestPhase::setup;
    CHECK(chosen(with({raised_one, of_setup, server("starlette", 500, {})})) == -1);
    auto of_any = server("starlette", 500, deep);
    of_any.phase = TestPhase::none;
    CHECK(chosen(with({of_any})) == 0);
}

TEST_CASE("an answer below 500 is shown only if the test complains about its number") {
    CHECK(chosen(with({server("starlette", 404, deep)})) == -1);
    CHECK(chosen(with({server("starlette", 404, deep)}, "assert 404 == 200")) == 0);
    CHECK(chosen(with({server("starlette", 404, deep)}, "assert 4041 == 1404")) == -1);
    CHECK(chosen(with({server("starlette", 404, of_library)}, "assert 404 == 200")) == -1);
}

TEST_CASE("a failure that came out of the project's own code is its own") {
    auto t = with({server("starlette", 500, deep)});
    t.phases[0].chain = {raised("ValueError", "", {project("t.py", "t", "f()"), project("app.py", "f", "raise")})};
    CHECK(chosen(t) == -1);
    t.phases[0].chain = {raised("ValueError", "", {project("t.py", "t", "r.json()"), library("<site>/json.py", "f")})};
    CHECK(chosen(t) == 0);
    t.phases[0].chain = {raised("httpx.HTTPStatusError", "", {project("app.py", "client", "raise")})};
    CHECK(chosen(t) == 0);
    t.phases[0].chain.clear();
    CHECK(chosen(t) == 0);
}

TEST_CASE("exceptions that only carry an answer are known by their family") {
    const auto carries = [](const std::string& type) { return compare::carries_answer(raised(type, "", {})); };
    for (const char* type : {"HTTPException", "starlette.exceptions.HTTPException", "werkzeug.exceptions.NotFound",
                             "django.http.response.Http404", "aiohttp.web_exceptions.HTTPBadRequest",
                             "django.core.exceptions.PermissionDenied", "InternalServerError"})
        CHECK(carries(type));
    for (const char* type : {"KeyError", "django.core.exceptions.ValidationError", "mine.Http404", "HTTPError"})
        CHECK_FALSE(carries(type));
}

TEST_CASE("the exception that says most is shown, with the innermost frame of the project") {
    const auto plain = compare::shown(
        {raised("KeyError", "'k'",
                {project("t.py", "t", "f()"), project("app.py", "S.f", "d[k]", 7), library("<stdlib>/x.py", "g")})},
        TestPhase::call);
    CHECK(plain.type == "KeyError");
    CHECK(plain.path == "app.py");
    CHECK(plain.line == 7);
    CHECK(plain.function == "f");
    CHECK(plain.phase == TestPhase::call);
    const auto group = compare::shown(
        {raised("ExceptionGroup", "2", {}), raised("OSError", "x", {project("a.py", "f", "y")}, "group")},
        TestPhase::call);
    CHECK(group.type == "OSError");
    const auto answer = compare::shown(refused_from_error, TestPhase::call);
    CHECK(answer.type == "KeyError");
    REQUIRE(answer.handled_at);
    CHECK(answer.handled_at->function == "g");
    const auto outer_frame = compare::shown(
        {raised("KeyError", "", {}), raised("OSError", "", {project("a.py", "f", "y")}, "cause")}, TestPhase::call);
    CHECK(outer_frame.type == "KeyError");
    CHECK(outer_frame.path == "a.py");
    CHECK(compare::shown({}, TestPhase::setup).phase == TestPhase::setup);
}

TEST_CASE("a server exception in front keeps the test's own as its assertion") {
    Failure own = compare::shown({raised("AssertionError", "assert 500 == 200", {project("t.py", "t", "assert x")})},
                                 TestPhase::call);
    compare::show_server_exception(own, server("starlette", 500, deep));
    CHECK(own.type == "KeyError");
    CHECK(own.swallowed);
    CHECK(own.assertion == "AssertionError: assert 500 == 200");
    REQUIRE(own.request);
    CHECK(own.request->status == 500);
    Failure told;
    told.assertion = "assert 500 == 200";
    compare::show_server_exception(told, server("starlette", 500, deep));
    CHECK(told.assertion == "assert 500 == 200");
}
