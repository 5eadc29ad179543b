#include "environment/failure.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::environment;
using Names = std::vector<std::string>;

TEST_CASE("a conflict keeps uv's own reason on one line") {
    const auto failure = read_failure(
        "warning: something\nerror: No solution found when resolving dependencies\n"
        "  cause: Because fastapi==0.100.0 depends on starlette>=0.27.0,<0.28.0 and you require fastapi==0.100, we can "
        "conclude that you require "
        "starlette>=0.27.0,<0.28.0.\n         And because you require starlette==0.40, we can conclude that your "
        "requirements are unsatisfiable.\n");
    CHECK(failure.reason ==
          "fastapi==0.100.0 depends on starlette>=0.27.0,<0.28.0 and you require fastapi==0.100, so you require "
          "starlette>=0.27.0,<0.28.0. But you require starlette==0.40");
    CHECK(failure.contradiction);
    CHECK(failure.packages == Names{"fastapi", "starlette"});
    CHECK_FALSE(failure.network);
    CHECK_FALSE(failure.no_wheel_or_build);
}

TEST_CASE("the older form of uv's errors is read too") {
    const auto failure = read_failure(
        "  \xC3\x97 No solution found when resolving dependencies:\n  \xE2\x95\xB0\xE2\x94\x80\xE2\x96\xB6 Because "
        "nosuch-thing was not found in the "
        "package registry and you require nosuch-thing, we can\n      conclude that your requirements are "
        "unsatisfiable.\n");
    CHECK(failure.packages == Names{"nosuch-thing"});
    CHECK_FALSE(failure.contradiction);
    CHECK_THAT(failure.reason, ContainsSubstring("nosuch-thing was not found in the package registry"));
}

TEST_CASE("a missing wheel and a failed build are told from a conflict") {
    const auto wheel = read_failure(
        "error: No solution found when resolving dependencies\n  cause: Because numpy==1.21.0 has no usable wheels and "
        "you require "
        "numpy==1.21.0, we can conclude that your requirements are unsatisfiable.\n\nhint: Wheels are required for "
        "`numpy` because ...\n");
    CHECK(wheel.no_wheel_or_build);
    CHECK_FALSE(wheel.contradiction);
    CHECK(wheel.packages == Names{"numpy"});
    CHECK(wheel.reason == "numpy==1.21.0 has no usable wheels and you require numpy==1.21.0");
    const auto build = read_failure(
        "error: Failed to build `lxml==4.6.0`\n  cause: The build backend returned an error\n  cause: Call to "
        "`setuptools.build_meta.build_wheel` failed (exit status: 1)\n\n         [stderr]\n         fatal error: "
        "libxml/xmlversion.h\n");
    CHECK(build.no_wheel_or_build);
    CHECK(build.packages == Names{"lxml"});
}

TEST_CASE("of a build backend's output the last line stays") {
    const auto failure = read_failure(
        "error: Failed to build `pyyaml==6.0`\n  cause: The build backend returned an error\n  cause: Call to "
        "`setuptools.build_meta.get_requires_for_build_wheel` "
        "failed (exit status: 1)\n\n         [stdout]\n         running egg_info\n\n         [stderr]\n         "
        "Traceback (most recent call last):\n"
        "           File \"x.py\", line 1\n         AttributeError: 'build_ext' object has no attribute "
        "'cython_sources'\n\nhint: Build failures usually ...\n");
    CHECK(failure.reason ==
          "Failed to build `pyyaml==6.0`; Call to `setuptools.build_meta.get_requires_for_build_wheel` failed (exit "
          "status: 1): "
          "AttributeError: 'build_ext' object has no attribute 'cython_sources'");
    CHECK(failure.no_wheel_or_build);
}

TEST_CASE("an unreachable index is a network failure") {
    const auto failure = read_failure(
        "error: Request failed after 3 retries in 9.7s\n  cause: Failed to fetch: "
        "https://user:secret@example.org/simple/six/\n  cause: error sending "
        "request for url (https://user:secret@example.org/simple/six/)\n  cause: Connection refused (os error 111)\n");
    CHECK(failure.network);
    CHECK(failure.reason.find("secret") == std::string::npos);
}

TEST_CASE("a long proof is cut at a sentence's end") {
    std::string proof =
        "error: No solution found when resolving dependencies\n  cause: Because a==1 depends on b>=2 and c depends on "
        "d, we can conclude that all of it fails anyway here. ";
    for (int i = 0; i < 40; ++i) proof += "And because we know from (1) that x cannot be used, we can conclude more. ";
    const auto failure = read_failure(proof);
    CHECK(failure.reason.size() < 400);
    CHECK(failure.reason.ends_with(". ..."));
}

TEST_CASE("credentials in URLs are removed") {
    CHECK(without_credentials("see https://u:p@host/x and http://host/@y") ==
          "see https://***@host/x and http://host/@y");
    CHECK(without_credentials("plain a@b") == "plain a@b");
}

TEST_CASE("names are found where a sentence of the resolver names a package") {
    const auto names = [](const std::string& text) { return read_failure("error: " + text).packages; };
    CHECK(names("Because foo[bar]==1 depends on baz<2") == Names{"foo", "baz"});
    CHECK(names("Because there are no versions of `x`; y has no wheels with a matching tag") == Names{"y"});
    CHECK(names("Because only z<=1 is available and z are available") == Names{"z"});
    CHECK(names("Failed to download `lib @ https://h/lib-1.0.tar.gz`") == Names{"lib"});
    CHECK(names("Because python==3.8 and Foo_Bar>=2 are needed, (foo-bar>=2)") == Names{"foo-bar"});
    CHECK(names("nothing of that kind at https://h/x==1").empty());
    CHECK(names("Because a==1 fails\nhint: b==2 is no cause") == Names{"a"});
}

TEST_CASE("warnings, hints and what uv did before are no reason") {
    CHECK(read_failure("Using Python 3.11\nResolved 3 packages in 1ms\nwarning: old\n  more of it\nerror: it failed\n"
                       "hint: try again\n")
              .reason == "it failed");
    CHECK(read_failure("").reason == "uv gave no reason");
    CHECK(read_failure("warning: only that\n").reason == "uv gave no reason");
}

TEST_CASE("causes are one sentence after the other") {
    CHECK(read_failure("error: Failed to prepare:\n  Caused by: it is gone.\n  Caused by: the disk is full\n").reason ==
          "Failed to prepare: it is gone. the disk is full");
}

TEST_CASE("a reason without sentences is cut, and stays valid text") {
    std::string word;
    for (int i = 0; i < 300; ++i) word += "\xC3\xA9";
    const auto failure = read_failure("error: " + word);
    CHECK(failure.reason.ends_with(" ..."));
    CHECK(failure.reason.size() < 380);
}

TEST_CASE("network and wheels are told by uv's words") {
    for (const char* words : {"dns error: failed to lookup", "Network connectivity is disabled, but `x`",
                              "x but `--offline` was set", "HTTP status server error (503)"})
        CHECK(read_failure(std::string("error: ") + words).network);
    for (const char* words :
         {"a==1 has no wheels with a matching Python version tag",
          "only wheels are compatible with the current platform", "x don't have a source distribution"})
        CHECK(read_failure(std::string("error: ") + words).no_wheel_or_build);
    CHECK_FALSE(read_failure("error: a==1 depends on b").network);
    CHECK_FALSE(read_failure("error: a==1 depends on b").no_wheel_or_build);
}

TEST_CASE("credentials end with their URL") {
    CHECK(without_credentials("https://tok@h/a@b https://x@y") == "https://***@h/a@b https://***@y");
    CHECK(without_credentials("https://h/?q=a@b#c@d") == "https://h/?q=a@b#c@d");
    CHECK(without_credentials("").empty());
}

TEST_CASE("an error carries its failure and the exit code of environments") {
    const BuildError error("it failed", {"why", {"six"}, true, false});
    CHECK(std::string(error.what()) == "it failed");
    CHECK(error.code == ExitCode::environment);
    CHECK(error.failure.packages == Names{"six"});
}
