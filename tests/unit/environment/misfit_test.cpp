#include "environment/misfit.hpp"

#include "catch.hpp"

using namespace testskew::environment;
using Names = std::set<std::string>;

TEST_CASE("what uv says of packages on another Python is read") {
    const auto check = read_check(
        "Checked 64 packages in 1ms\nFound 5 incompatibilities\nThe package `Markdown_It_Py` requires Python >=3.10, "
        "but `3.12.1` is installed\n"
        "The package `tomli` was built for a different platform\n"
        "The package `pytest` requires `exceptiongroup>=1 ; python_full_version < '3.11'`, but it's not installed\n"
        "The package `virtualenv` requires `filelock<=3.19.1,>=3.19.1 ; python_full_version < '3.10'`, but `4.2.11` is "
        "installed\n");
    CHECK(check.refusing == Names{"markdown-it-py"});
    CHECK(check.built_elsewhere == Names{"tomli"});
    REQUIRE(check.conflicts.size() == 2);
    CHECK(check.conflicts[0].package == "pytest");
    CHECK(check.conflicts[0].needs == "exceptiongroup");
    CHECK(check.conflicts[1].needs == "filelock");
    CHECK(check.conflicts[1].found == "4.2.11");
}

TEST_CASE("a set that fits says nothing") {
    const auto check = read_check("Checked 3 packages in 1ms\nAll installed packages are compatible\n");
    CHECK(check.refusing.empty());
    CHECK(check.built_elsewhere.empty());
    CHECK(check.conflicts.empty());
}
