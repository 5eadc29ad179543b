#include "hook/documentation.hpp"

#include <regex>

#include "catch.hpp"

using namespace testskew::hook;

namespace {

using Words = std::vector<std::string>;

bool shows_tests(const std::string& line) {
    return std::regex_search(line, std::regex(tested_documentation, std::regex::extended));
}

}  // namespace

TEST_CASE("documentation is prose that no test reads") {
    CHECK(only_documentation({"README.md", "docs/guide.rst", "docs/img/a.png", "LICENSE"}));
    CHECK_FALSE(only_documentation({}));
    for (const char* path : {"app.py", "docs/conf.py", "requirements.txt", "docs/requirements.txt", "tests/data/a.md",
                             "src/testing/expected.rst", "app/static/logo.png", "pyproject.toml", "setup.cfg"})
        CHECK_FALSE(only_documentation({"README.md", path}));
}

TEST_CASE("the data of a package is known by the __init__.py above it") {
    CHECK(package_marks({"app/prompts/system.md", "README.md"}) == Words{"app/prompts/__init__.py", "app/__init__.py"});
    CHECK(package_marks({"README.md"}).empty());
}

TEST_CASE("a source that reads documentation names it or its ending") {
    CHECK(words_of_readers({"docs/a.md", "LICENSE"}) == Words{"a.md", ".md\"", ".md'", "LICENSE"});
}

TEST_CASE("documentation that is tested shows itself in the configuration") {
    for (const char* line :
         {"addopts = --doctest-glob=*.md", "    - run: pytest -q README.rst", "testpaths = [\"docs\"]", "    docs",
          "  \"docs/\",", "from sybil import Sybil", "doctest_plus = enabled"})
        CHECK(shows_tests(line));
    for (const char* line : {"addopts = --doctest-modules", "readme = \"README.md\"", "testpaths = tests",
                             "    mkdocs build  # docs", "docs = [\"sphinx\"]"})
        CHECK_FALSE(shows_tests(line));
}
