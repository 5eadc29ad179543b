#include "interpreter/request.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::interpreter;

namespace {
Interpreter python(int minor, int micro, const std::string& suffix = "", bool free_threaded = false) {
    Interpreter one;
    one.implementation = "cpython";
    one.major = 3;
    one.minor = minor;
    one.micro = micro;
    one.version = "3." + std::to_string(minor) + "." + std::to_string(micro) + suffix;
    one.free_threaded = free_threaded;
    return one;
}
std::string chosen(const std::string& asked, const std::vector<Interpreter>& all) {
    const auto* one = choose(*parse_request(asked), all);
    return one ? one->version + (one->free_threaded ? "t" : "") : "";
}
}  // namespace

TEST_CASE("a version is read in the ways that people write it") {
    CHECK(parse_request("3.11")->minor == 11);
    CHECK(parse_request("python3.12")->minor == 12);
    CHECK(parse_request("cpython-3.13.1")->micro == 1);
    CHECK(parse_request("3.13t")->free_threaded);
    CHECK(parse_request("3.15.0rc1")->suffix == "rc1");
    CHECK(parse_request("311")->minor == 11);
    CHECK(!parse_request("3.11-dev"));
    CHECK(!parse_request("python"));
    CHECK(!parse_request("ci"));
    CHECK(other_implementation("pypy3.10") == "PyPy");
}

TEST_CASE("the newest patch, or the nearest to what was asked") {
    const std::vector<Interpreter> all = {python(11, 2), python(11, 7), python(11, 5), python(12, 1)};
    CHECK(chosen("3.11", all) == "3.11.7");
    CHECK(chosen("3.11.14", all) == "3.11.7");
    CHECK(chosen("3.11.3", all) == "3.11.2");
    CHECK(chosen("3.11.5", all) == "3.11.5");
    CHECK(chosen("3", all) == "3.12.1");
    CHECK(chosen("3.10", all).empty());
}

TEST_CASE("pre-releases and free-threaded builds only where asked for, or nothing else is there") {
    const std::vector<Interpreter> all = {python(15, 0, "rc1"), python(14, 1, "rc1"), python(14, 0),
                                          python(13, 0, "", true)};
    CHECK(chosen("3.15", all) == "3.15.0rc1");
    CHECK(chosen("3.14", all) == "3.14.0");
    CHECK(chosen("3.14.1rc1", all) == "3.14.1rc1");
    CHECK(chosen("3.13", all).empty());
    CHECK(chosen("3.13t", all) == "3.13.0t");
}

TEST_CASE("what is not supported is said in one line") {
    CHECK(unsupported(python(8, 0)).empty());
    CHECK(unsupported(python(15, 0)).empty());
    CHECK(unsupported(python(7, 9)).find("3.8 to 3.15") != std::string::npos);
    CHECK(unsupported(python(16, 0)).find("newer") != std::string::npos);
    auto other = python(10, 0);
    other.implementation = "pypy";
    CHECK(unsupported(other).find("PyPy is not supported") == 0);
}

TEST_CASE("what only looks like a version is none") {
    for (const char* none : {"3.", "3.11.", "3.11.x.1", "3.15.0rc", "x3.11", "", "3.11tt", "-3", "3 11"})
        CHECK_FALSE(parse_request(none));
    CHECK(parse_request(" 3.11 ")->minor == 11);
    CHECK(parse_request("CPython3.12")->minor == 12);
    CHECK(parse_request("3.12.x")->minor == 12);
    CHECK_FALSE(parse_request("3.12.*")->micro);
    CHECK(parse_request("3.14.0b2")->suffix == "b2");
    CHECK(parse_request("3.14.0a7t")->free_threaded);
    CHECK(parse_request("38")->minor == 8);
    CHECK_FALSE(parse_request("3")->minor);
}

TEST_CASE("a debug build is taken only if there is no other") {
    auto debug = python(11, 9);
    debug.debug = true;
    CHECK(chosen("3.11", {debug, python(11, 2)}) == "3.11.2");
    CHECK(chosen("3.11", {debug}) == "3.11.9");
    CHECK(chosen("3.11.9", {debug, python(11, 2)}) == "3.11.9");  // exactly what was asked for is preferred
}

TEST_CASE("of two that serve equally well, the first found is taken") {
    auto first = python(11, 2), second = python(11, 2);
    first.executable = "/first";
    second.executable = "/second";
    CHECK(choose(*parse_request("3.11"), {first, second})->executable == "/first");
}

TEST_CASE("a pre-release is one by its version") {
    CHECK(is_prerelease(python(15, 0, "rc1")));
    CHECK(is_prerelease(python(15, 0, "a1")));
    CHECK_FALSE(is_prerelease(python(11, 2)));
    CHECK_FALSE(is_prerelease(python(11, 2, "+")));  // a build from a repository, made after the release
}

TEST_CASE("other implementations are known by their names") {
    CHECK(other_implementation("GraalPy-23") == "GraalPy");
    CHECK(other_implementation("PYPY") == "PyPy");
    CHECK(other_implementation("python3.11").empty());
}
