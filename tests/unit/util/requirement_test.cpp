#include "util/requirement.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("names are normalised as PEP 503 says") {
    CHECK(normalized_name("Foo_.Bar") == "foo-bar");
    CHECK(normalized_name("a--b..c") == "a-b-c");
    CHECK(normalized_name("six") == "six");
    CHECK(normalized_name("").empty());
}

TEST_CASE("a requirement begins with its name, and other texts have none") {
    CHECK(requirement_name("Foo_Bar[x]>=1 ; python_version > '3'") == "foo-bar");
    CHECK(requirement_name("foo @ https://x") == "foo");
    CHECK(requirement_name("foo(>=1)") == "foo");
    CHECK(requirement_name("  foo  ") == "foo");
    CHECK(requirement_name("foo;python_version>'3'") == "foo");
    for (const char* none : {"./x", "depends on", "", "-e .", "_x", "https://h/x.whl", "foo/bar"})
        CHECK(requirement_name(none).empty());
}

TEST_CASE("a wheel's name holds its version") {
    CHECK(wheel_version("six-1.17.0-py2.py3-none-any.whl") == "1.17.0");
    CHECK(wheel_version("six-1.17.0-1-py3-none-any.whl") == "1.17.0");
    CHECK(wheel_version("six-1.17.0.whl").empty());
    CHECK(wheel_version("six-1.17.0.tar.gz").empty());
}

TEST_CASE("file URLs give the path that they mean") {
    CHECK(file_url_path("file:///a%20b/c#egg=x") == "/a b/c");
    CHECK(file_url_path("file://localhost/a") == "/a");
    CHECK(file_url_path("file:/a") == "/a");
    CHECK(file_url_path("file:///a%2") == "/a%2");
    CHECK(file_url_path("file:///a%zz") == "/a%zz");
    CHECK(file_url_path("file://host").empty());
    CHECK(file_url_path("https://x").empty());
}
