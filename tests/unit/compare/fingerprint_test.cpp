#include "compare/fingerprint.hpp"

#include "build.hpp"
#include "catch.hpp"
#include "compare/test_failures.hpp"

using namespace testskew;
using namespace testskew::build;
using compare::fingerprint;

namespace {
const std::string id = "tests/test_a.py::test_x";
const Frame own = project("tests/test_a.py", "test_x", "load(1)");
const Frame deep = project("app.py", "load", "return cfg[name]", 88);
const ExceptionChain base = {raised("TypeError", "object MagicMock can't be used in 'await' expression",
                                    {library("<site>/_pytest/python.py", "f"), own, deep})};
}  // namespace

TEST_CASE("what depends on interpreter, mode and version does not change a fingerprint") {
    Frame moved = deep;
    moved.line = 99;
    Frame qualified = deep;
    qualified.function = "Store.load";
    const std::pair<const char*, ExceptionChain> same[] = {
        {"line numbers", {raised("TypeError", base[0].message, {own, moved})}},
        {"co_qualname", {raised("TypeError", base[0].message, {own, qualified})}},
        {"library frames",
         {raised("TypeError", base[0].message,
                 {own, library("<site>/starlette/x.py", "g"), deep, library("<stdlib>/asyncio/x.py", "h")})}},
        {"another test",
         {raised("TypeError", base[0].message, {project("tests/test_a.py", "test_y", "load(2)"), deep})}},
        {"a comprehension's frame",
         {raised(
             "TypeError", base[0].message,
             {own, project("app.py", "load", "[", 1), project("app.py", "load.<locals>.<listcomp>", deep.source)})}},
        {"3.14's wording", {raised("TypeError", "'MagicMock' object can't be awaited", {own, deep})}},
        {"a group around it",
         {raised("ExceptionGroup", "unhandled (1 sub-exception)", {own}),
          raised("TypeError", base[0].message, {own, deep}, "group")}},
        {"a library's context",
         {raised("TypeError", base[0].message, {own, deep}),
          raised("KeyError", "'x'", {library("<stdlib>/x.py", "y")}, "context")}},
    };
    for (const auto& [what, chain] : same) {
        CAPTURE(what, fingerprint(chain, id).text, fingerprint(base, id).text);
        CHECK(fingerprint(chain, id) == fingerprint(base, id));
    }
}

TEST_CASE("another cause is another fingerprint") {
    const std::pair<const char*, ExceptionChain> others[] = {
        {"type", {raised("ValueError", base[0].message, {own, deep})}},
        {"source line", {raised("TypeError", base[0].message, {own, project("app.py", "load", "return other")})}},
        {"function", {raised("TypeError", base[0].message, {own, project("app.py", "save", deep.source)})}},
        {"names", {raised("TypeError", "object Thing can't be used in 'await' expression", {own, deep})}},
        {"a project's cause",
         {raised("TypeError", base[0].message, {own, deep}),
          raised("KeyError", "'x'", {project("app.py", "get", "d[k]")}, "cause")}},
        {"Python's own cause",
         {raised("TypeError", base[0].message, {own, deep}), raised("ConnectionRefusedError", "", {}, "cause")}},
    };
    for (const auto& [what, chain] : others) {
        CAPTURE(what);
        CHECK_FALSE(fingerprint(chain, id) == fingerprint(base, id));
    }
}

TEST_CASE("an assertion is its place, not its explanation") {
    const auto assertion = [](const std::string& message, const Frame& frame) {
        return ExceptionChain{raised("AssertionError", message, {frame})};
    };
    const Frame at = project("tests/test_a.py", "test_x", "assert r.status_code == 200");
    CHECK(fingerprint(assertion("assert 401 == 200\n +  where 401 = ...", at), id) ==
          fingerprint(assertion("assert 401 == 200", at), id));
    CHECK_FALSE(fingerprint(assertion("", at), id) ==
                fingerprint(assertion("", project("tests/test_a.py", "test_x", "assert r.ok")), id));
    // A shared helper does not make the failures of two tests the same.
    const Frame helper = project("tests/helpers.py", "check", "assert r.ok");
    CHECK_FALSE(
        fingerprint({raised("AssertionError", "", {own, helper})}, id) ==
        fingerprint({raised("AssertionError", "", {project("tests/test_a.py", "test_y", "check(r)"), helper})}, id));
}

TEST_CASE("how pytest.raises() words its complaint is not in the fingerprint, but the line is") {
    const Frame line = project("tests/test_a.py", "test_x", "with pytest.raises(OSError):");
    const ExceptionChain old = {raised("Failed", "DID NOT RAISE <class 'OSError'>", {line})};
    CHECK(fingerprint(old, id) == fingerprint({raised("Failed", "DID NOT RAISE OSError", {line})}, id));
    const Frame other = project("tests/test_a.py", "test_x", "with pytest.raises(KeyError):");
    CHECK_FALSE(fingerprint(old, id) == fingerprint({raised("Failed", "DID NOT RAISE KeyError", {other})}, id));
    CHECK_FALSE(fingerprint(old, id) == fingerprint({raised("Failed", "no 'answer'", {line})}, id));
}

TEST_CASE("a recorded server exception is the failure's identity") {
    const ExceptionChain assertion = {raised("AssertionError", "assert 500 == 200",
                                             {project("tests/test_a.py", "test_x", "assert r.status_code == 200")})};
    const ExceptionChain inner = {raised("TypeError", "rmtree() got an unexpected keyword argument 'onexc'",
                                         {project("app.py", "discard", "rmtree(p, onexc=f)", 41)})};
    const ExceptionChain other = {raised("KeyError", "'k'", {project("app.py", "get", "d[k]")})};
    TestRecord t = test(id, Outcome::failed, assertion);

    SECTION("the last that was answered as a 500") {
        t.server_exceptions = {server("starlette", 500, other), server("starlette", 500, inner)};
        const auto found = compare::failures(t).at(0);
        CHECK(found.fingerprint == fingerprint(inner, id));
        CHECK(found.failure.swallowed);
        CHECK(found.failure.type == "TypeError");
        CHECK(found.failure.function == "discard");
    }
    SECTION("the last that a command line's runner kept tells apart, together with the assertion") {
        t.server_exceptions = {server("click.CliRunner", 0, other), server("click.CliRunner", 0, inner)};
        for (auto& each : t.server_exceptions)
            each.request.reset(), each.handled_at = library("<site>/click/testing.py", "invoke");
        const auto found = compare::failures(t).at(0);
        CHECK(found.failure.function == "discard");
        CHECK_FALSE(found.fingerprint == fingerprint(inner, id));
        CHECK_FALSE(found.fingerprint == fingerprint(assertion, id));
        t.server_exceptions.pop_back();
        CHECK_FALSE(found.fingerprint == compare::failures(t).at(0).fingerprint);
    }
    SECTION("what only sys.monitoring saw is shown, not hashed") {
        t.server_exceptions = {server("sys.monitoring", 500, inner)};
        const auto found = compare::failures(t).at(0);
        CHECK(found.fingerprint == fingerprint(assertion, id));
        CHECK(found.failure.type == "TypeError");
    }
    SECTION("a logged one tells apart, together with the assertion") {
        t.server_exceptions = {server("logging", 0, inner)};
        const auto found = compare::failures(t).at(0);
        CHECK_FALSE(found.fingerprint == fingerprint(assertion, id));
        CHECK_FALSE(found.fingerprint == fingerprint(inner, id));
    }
    SECTION("an answer raised on purpose is shown where the test complains of its number") {
        const ExceptionChain refused = {raised("django.core.exceptions.PermissionDenied", "wrong key",
                                               {project("app.py", "check", "raise PermissionDenied('wrong key')")})};
        t.server_exceptions = {server("django.response_for_exception", 403, refused)};
        t.phases[0].message = "assert 4030 == 200";
        CHECK(compare::failures(t).at(0).failure.type == "AssertionError");
        t.phases[0].message = "assert 403 == 200";
        const auto found = compare::failures(t).at(0);
        CHECK(found.fingerprint == fingerprint(assertion, id));
        CHECK(found.failure.function == "check");
    }
    SECTION("what came after the answer is shown, what the project answered is not") {
        t.server_exceptions = {server("starlette.ServerErrorMiddleware", 200, inner)};
        t.server_exceptions[0].handled_at = library("<site>/starlette/middleware/errors.py", "__call__");
        CHECK(compare::failures(t).at(0).fingerprint == fingerprint(assertion, id));
        CHECK(compare::failures(t).at(0).failure.type == "TypeError");
        t.server_exceptions[0].handled_at = project("app.py", "on_error", "def on_error(request, error):");
        CHECK(compare::failures(t).at(0).failure.type == "AssertionError");
    }
    SECTION("Http404 gives way to what it was raised from") {
        ExceptionChain chain = {
            raised("django.http.response.Http404", "x", {project("app.py", "thing", "raise Http404(name)", 60)}),
            inner[0]};
        chain[1].link = "context";
        t.server_exceptions = {server("django.response_for_exception", 404, chain)};
        CHECK(compare::failures(t).at(0).failure.type == "TypeError");
        CHECK_FALSE(compare::failures(t).at(0).fingerprint == fingerprint(assertion, id));
    }
    SECTION("one of another phase is not") {
        t.server_exceptions = {server("starlette", 500, inner)};
        t.server_exceptions[0].phase = TestPhase::setup;
        CHECK(compare::failures(t).at(0).fingerprint == fingerprint(assertion, id));
    }
    SECTION("a failure deep in the project is its own identity") {
        t.phases[0].chain = base;
        t.server_exceptions = {server("starlette", 500, inner)};
        CHECK(compare::failures(t).at(0).fingerprint == fingerprint(base, id));
    }
    SECTION("HTTPException gives way to what it was raised from") {
        ExceptionChain chain = {raised("fastapi.exceptions.HTTPException", "500",
                                       {project("app.py", "upload", "raise HTTPException(500)", 60)}),
                                inner[0]};
        chain[1].link = "context";
        t.server_exceptions = {server("fastapi", 500, chain)};
        const auto found = compare::failures(t).at(0).failure;
        CHECK(found.type == "TypeError");
        REQUIRE(found.handled_at);
        CHECK(found.handled_at->line == 60);
    }
}

TEST_CASE("a syntax error is its file: parsers blame other lines in other words") {
    const auto imported = build::project("tests/test_a.py", "<module>", "import app.broken");
    const auto print = [&](const char* type, const char* message, const char* path, const char* source) {
        return fingerprint({build::raised(type, message, {imported, build::project(path, "<module>", source, 3)})},
                           "tests/test_a.py");
    };
    const auto first = print("SyntaxError", "unexpected EOF while parsing (broken.py, line 9)", "app/broken.py", "");
    CHECK(first == print("IndentationError",
                         "expected an indented block after 'if' statement on line 8 (broken.py, line 8)",
                         "app/broken.py", "if x:"));
    CHECK_FALSE(first == print("SyntaxError", "unexpected EOF while parsing (other.py, line 9)", "app/other.py", ""));
    CHECK_FALSE(first == fingerprint({build::raised("SyntaxError", "invalid syntax (<string>, line 1)",
                                                    {imported, build::project("app/eval.py", "load", "eval(text)")})},
                                     "tests/test_a.py"));
}
