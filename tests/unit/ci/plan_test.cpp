// The matrix of legs that a project's files ask for.
#include "ci/plan.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::ci;

namespace {

std::vector<std::string> pythons(const Folder& folder) {
    std::vector<std::string> result;
    for (const auto& leg : plan_of_project({folder.path.string()}).legs) result.push_back(leg.python);
    return result;
}

using Versions = std::vector<std::string>;

}  // namespace

TEST_CASE("classifiers name the legs, in order and within requires-python") {
    Folder folder;
    folder.write("pyproject.toml", R"([project]
requires-python = ">=3.9.2"
classifiers = ["Programming Language :: Python :: 3", "Programming Language :: Python :: 3.12",
  "Programming Language :: Python :: 3.9", "Programming Language :: Python :: 3.8",
  "Programming Language :: Python :: 3 :: Only", "Programming Language :: Python :: 3.10"]
)");
    CHECK(pythons(folder) == Versions{"3.9", "3.10", "3.12"});
    CHECK(plan_of_project({folder.path.string()}).from == "the classifiers of pyproject.toml");
}

TEST_CASE("without classifiers it is what requires-python allows of the released versions") {
    Folder folder;
    folder.write("pyproject.toml", "[project]\nrequires-python = \">=3.11,<3.14\"\n");
    CHECK(pythons(folder) == Versions{"3.11", "3.12", "3.13"});
    folder.write("pyproject.toml", "[tool.poetry.dependencies]\npython = \"^3.13\"\n");
    CHECK(pythons(folder) == Versions{"3.13", "3.14"});
    folder.write("pyproject.toml", "").write("setup.cfg", "[options]\npython_requires = >=3.13\n");
    CHECK(pythons(folder) == Versions{"3.13", "3.14"});
}

TEST_CASE("setup.py is read and never run, and what is too old is left out") {
    Folder folder;
    folder.write("setup.py", R"(setup(
    classifiers=[
        "Programming Language :: Python :: 3.7",
        # "Programming Language :: Python :: 3.9",
        'Programming Language :: Python :: 3.11',
    ],
)
)");
    CHECK(pythons(folder) == Versions{"3.11"});
    CHECK_THAT(plan_of_project({folder.path.string()}).notes.at(0), ContainsSubstring("3.7 is left out"));
}

TEST_CASE("without a declaration the workflow's own legs are planned, once each and on Linux") {
    Folder folder;
    folder.write(".github/workflows/ci.yml", R"(on: push
jobs:
  test:
    runs-on: ${{ matrix.os }}
    strategy: {matrix: {os: [ubuntu-latest, windows-latest], py: ["3.11", "3.12"]}}
    steps:
      - uses: actions/setup-python@v5
        with: {python-version: "${{ matrix.py }}"}
      - run: pip install pytest && pytest
)");
    const Plan plan = plan_of_project({folder.path.string()});
    CHECK(pythons(folder) == Versions{"3.11", "3.12"});
    CHECK(plan.from == ".github/workflows/ci.yml");
    CHECK_THAT(plan.notes.back(), ContainsSubstring("2 legs are left out of .github/workflows/ci.yml"));
    CHECK(matrix_json(plan).dump() == R"({"include":[{"leg":"py3.11","python-version":"3.11","os":"ubuntu-latest"},)"
                                      R"({"leg":"py3.12","python-version":"3.12","os":"ubuntu-latest"}]})");
}

TEST_CASE("a project that says nothing has no plan") { CHECK(pythons(Folder()).empty()); }
