#include "profile/declared_pyproject.hpp"

#include <ctime>

#include "catch.hpp"
#include "folder.hpp"
#include "profile/named_groups.hpp"

using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

Declared declared(const std::string& toml, const Folder& folder = {}) {
    Declared result;
    add_pyproject(parse_toml(toml, "pyproject.toml"), folder.path, result);
    return result;
}

}  // namespace

TEST_CASE("what makes a project installable") {
    CHECK(declared("[project]\nname='x'\n[build-system]\nrequires=['hatchling']\n").installable);
    CHECK(declared("[project]\nname='x'\n[tool.setuptools]\npackages=['x']\n").installable);
    CHECK(declared("[project]\nname='x'\n[tool.uv]\npackage=true\n").installable);
    CHECK_FALSE(declared("[project]\nname='x'\n").installable);
    CHECK_FALSE(
        declared("[project]\nname='x'\n[build-system]\nrequires=['x']\n[tool.uv]\npackage=false\n").installable);
    // setup.py may still make it installable.
    CHECK_FALSE(declared("[build-system]\nrequires=['setuptools']\n").installable);
    CHECK(declared("[tool.flit.metadata]\nmodule='x'\n[build-system]\nrequires=['flit']\n").installable);
}

TEST_CASE("poetry builds only what there is, and nothing outside its package mode") {
    const std::string poetry =
        "[tool.poetry]\nname='My.App'\n[build-system]\nbuild-backend='poetry.core.masonry.api'\n";
    Folder folder;
    CHECK_FALSE(declared(poetry, folder).installable);
    folder.write("src/my_app/__init__.py", "");
    CHECK(declared(poetry, folder).installable);
    CHECK_FALSE(declared("[tool.poetry]\nname='my-app'\npackage-mode=false\n[build-system]\n", folder).installable);
    CHECK(declared("[tool.poetry]\npackages=[{include='x'}]\n[build-system]\n").installable);
    CHECK_FALSE(declared("[tool.poetry]\nname='my-app'\n", folder).installable);  // it has no build system
}

TEST_CASE("extras are named, or taken line by line if nothing is installed") {
    const std::string extras =
        "[project]\nname='demo'\ndependencies=['flask']\n[project.optional-dependencies]\n"
        "test=['pytest','Demo[web,more]']\nweb=['httpx']\nmore=['demo[test]','attrs']\ndocs=['sphinx']\n";
    const auto app = declared(extras);
    CHECK(app.own == Lines{"flask"});
    CHECK(app.lines == Lines{"pytest", "httpx", "attrs"});  // the circle of test and more ends
    CHECK(app.from == Lines{"the extra test"});
    CHECK(app.names_pytest);
    const auto package = declared(extras + "[build-system]\nrequires=['x']\n");
    CHECK(package.extras == Lines{"test"});
    CHECK(package.own.empty());
    CHECK(package.lines.empty());
    CHECK(package.names_pytest);
}

TEST_CASE("extras that another table declares are named as well") {
    CHECK(declared("[project]\nname='x'\ndynamic=['optional-dependencies']\n[build-system]\n"
                   "[tool.setuptools.dynamic.optional-dependencies]\ntest={file='t.txt'}\ndocs={file='d.txt'}\n")
              .extras == Lines{"test"});
}

TEST_CASE("groups for tests and uv's default groups are taken, with what they include") {
    const auto result = declared(
        "[dependency-groups]\nci=[{include-group='base'}]\nbase=['pytest']\nlint=['ruff']\nTest=['x']\n"
        "[tool.uv]\ndefault-groups=['CI']\n");
    CHECK(result.groups == Lines{"ci", "Test"});
    CHECK(result.names_pytest);
    CHECK(result.source == "pyproject.toml");
    CHECK(declared("[dependency-groups]\nlint=['ruff']\n[tool.uv]\ndefault-groups='all'\n").groups == Lines{"lint"});
    // A group that includes itself does not loop for ever.
    CHECK_FALSE(declared("[dependency-groups]\ndev=[{include-group='dev'}]\n").names_pytest);
}

TEST_CASE("pdm's and hatch's own places are read") {
    const auto pdm = declared("[tool.pdm.dev-dependencies]\ntest=['pytest']\ndoc=['mkdocs']\n");
    CHECK(pdm.lines == Lines{"pytest"});
    CHECK(pdm.from == Lines{"the pdm group test"});
    const auto hatch = declared(
        "[project]\nname='x'\n[build-system]\n[tool.hatch.envs.default]\ndependencies=['pytest']\nfeatures=['web']\n"
        "[tool.hatch.envs.docs]\ndependencies=['mkdocs']\n[tool.hatch.envs.hatch-test]\nextra-dependencies=['attrs']"
        "\n");
    CHECK(hatch.lines == Lines{"pytest", "attrs"});
    CHECK(hatch.extras == Lines{"web"});
}

TEST_CASE("poetry's old list of development packages is taken") {
    const auto result = declared(
        "[tool.poetry]\n[tool.poetry.dependencies]\npython='^3.8'\nflask='*'\n"
        "[tool.poetry.dev-dependencies]\npytest='^7'\n");
    CHECK(result.own == Lines{"flask"});
    CHECK(result.lines == Lines{"pytest>=7,<8"});
    CHECK(result.from == Lines{"poetry's dev-dependencies"});
}

TEST_CASE("a file about something else declares nothing") {
    const auto result = declared("[tool.black]\nline-length = 100\n");
    CHECK(result.source.empty());
    CHECK_FALSE(result.installable);
    CHECK(result.lines.empty());
}

TEST_CASE("extras and groups that lead to each other in thousands are read in time") {
    std::string extras = "[project]\nname='x'\n[project.optional-dependencies]\n", groups = "[dependency-groups]\n";
    for (int i = 0; i < 2'000; ++i) {
        const std::string next = "e" + std::to_string(i + 1), name = "e" + std::to_string(i);
        extras += name + " = ['x[" + next + "]']\n";
        groups += name + " = [{include-group = '" + next + "'}]\n";
    }
    const std::clock_t start = std::clock();
    declared(extras + groups);
    CHECK(std::clock() - start < 20 * CLOCKS_PER_SEC);
    const auto one = named_groups(parse_toml("[dependency-groups]\nA=[{include-group='b.c'}]\nb-c=['pytest']\n", "x"));
    CHECK(one.at(0).lines == Lines{"pytest"});
}
