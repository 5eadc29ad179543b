#include "catch.hpp"
#include "folder.hpp"
#include "interpreters.hpp"
#include "profile/poetry.hpp"
#include "profile/profile.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {
/// What the project in a folder has installed for Python 3.12.
Requirements declared(const Folder& folder, const Lines& targets = {}, const std::string& version = "3.12.1") {
    Profile profile;
    profile.selection.targets = targets;
    return requirements_of(profile, folder.path, python_of(version));
}
}  // namespace

TEST_CASE("a flat app with requirements files is not installed") {
    Folder folder;
    folder.write("pyproject.toml", "[tool.pytest.ini_options]\n[tool.black]\n")
        .write("requirements.txt", "flask\n")
        .write("requirements-dashboard.txt", "fastapi\npytest\n")
        .write("requirements-docs.txt", "sphinx\n")
        .write("requirements-py38.txt", "")
        .write("requirements/dev.txt", "x\n");
    const auto result = declared(folder);
    CHECK(result.lines == Lines{"-r requirements.txt", "-r requirements-dashboard.txt", "-r requirements/dev.txt"});
    CHECK(result.origin ==
          "requirements.txt, requirements-dashboard.txt and requirements/dev.txt (not requirements-docs.txt, "
          "requirements-py38.txt)");
}

TEST_CASE("a package is installed with its extras and groups for tests") {
    Folder folder;
    folder.write("requirements.txt", "left-alone\n").write("pyproject.toml", R"(
[build-system]
requires = ["hatchling"]
[project]
name = "demo"
[project.optional-dependencies]
test = ["pytest"]
docs = ["sphinx"]
[dependency-groups]
Dev = ["ruff", {include-group = "lint"}]
lint = ["mypy"]
)");
    const auto result = declared(folder);
    CHECK(result.lines == Lines{"-e .[test]", "--group Dev"});
    CHECK(result.origin == "pyproject.toml with the extra test and the group Dev");
}

TEST_CASE("a project without a build system is not installed, its dependencies are") {
    Folder folder;
    folder.write("pyproject.toml",
                 "[project]\nname='Demo.App'\ndependencies=['flask']\n[project.optional-dependencies]\ntest=['demo-app["
                 "web]','pytest']\nweb=['httpx']\n");
    CHECK(declared(folder).lines == Lines{"flask", "httpx", "pytest"});
    folder.write("src/demo/__init__.py", "");
    CHECK(declared(folder).lines == Lines{"-e .[test]"});  // src/ can be imported only if the project is installed
}

TEST_CASE("test requirements files stand in where no extra names pytest") {
    Folder folder;
    folder.write("setup.py", "from setuptools import setup\nsetup(name='x')\n")
        .write("requirements-dev.txt", "pytest\n")
        .write("requirements.txt", "flask\n");
    auto result = declared(folder);
    CHECK(result.lines == Lines{"-e .", "-r requirements-dev.txt"});
    CHECK(result.origin == "setup.py with requirements-dev.txt (not requirements.txt)");
    folder.write("requirements-dev.txt", "black\n");
    CHECK(declared(folder).lines == Lines{"-e .", "-r requirements-dev.txt", "-r requirements.txt"});
}

TEST_CASE("where a file for tests has pytest, one for development is not needed as well") {
    Folder folder;
    folder.write("setup.py", "from setuptools import setup\nsetup(name='x')\n")
        .write("requirements/dev.txt", "mypy\n-r tests.txt\n")
        .write("requirements/tests.txt", "pytest\n");
    CHECK(declared(folder).lines == Lines{"-e .", "-r requirements/tests.txt"});
    CHECK(declared(folder).origin == "setup.py with requirements/tests.txt (not requirements/dev.txt)");
    folder.write("requirements/tests.txt", "freezegun\n");
    CHECK(declared(folder).lines == Lines{"-e .", "-r requirements/dev.txt", "-r requirements/tests.txt"});
}

TEST_CASE("setup.py and setup.cfg name extras") {
    Folder folder;
    folder.write("setup.py", "setup(extras_require={'test': ['pytest'], 'doc': ['sphinx']}, tests_require=['mock'])\n");
    CHECK(declared(folder).lines == Lines{"-e .[test]", "mock"});
    Folder config;
    config.write("pyproject.toml", "[build-system]\nrequires=['setuptools']\n")
        .write("setup.cfg",
               "[metadata]\nname = x\n[options.extras_require]\ntesting =\n    pytest>=6\n    pytest-cov\ndocs = "
               "sphinx\n");
    CHECK(declared(config).lines == Lines{"-e .[testing]"});
    CHECK(declared(config).origin == "setup.cfg with the extra testing");
}

TEST_CASE("tox's deps are the last resort") {
    Folder folder;
    folder.write("setup.py", "setup()\n")
        .write("tox.ini",
               "[tox]\nenvlist = py\n[testenv]\ndeps =\n    pytest\n    py38: old\n    -r{toxinidir}/more.txt\n    "
               "{[base]deps}\ncommands = pytest\n");
    CHECK(declared(folder).lines == Lines{"-e .", "pytest", "-rmore.txt"});
}

TEST_CASE("poetry's constraints become PEP 440's") {
    CHECK(pep440("^1.2.3") == ">=1.2.3,<2");
    CHECK(pep440("^0.2.3") == ">=0.2.3,<0.3");
    CHECK(pep440("^0.0.3") == ">=0.0.3,<0.0.4");
    CHECK(pep440("~1.2.3") == ">=1.2.3,<1.3");
    CHECK(pep440("~1") == ">=1,<2");
    CHECK(pep440("*").empty());
    CHECK(pep440("1.2.*") == "==1.2.*");
    CHECK(pep440("1.4") == "==1.4");
    CHECK(pep440(">=1.0, <2.0,!=1.5") == ">=1.0,<2.0,!=1.5");
    CHECK(pep440(">=1.0 <2.0") == ">=1.0,<2.0");
    CHECK(pep440("~=1.4.2") == "~=1.4.2");
    CHECK(pep440("^1.0 || ^2.0").empty());
}

TEST_CASE("poetry: a package with a group, an app without a package") {
    Folder folder;
    const std::string toml = R"(
[tool.poetry]
name = "my-app"
[tool.poetry.dependencies]
python = "^3.8"
flask = {version = "^2.0", extras = ["async"], python = ">=3.8,<3.12"}
lib = {git = "https://example.org/lib.git", tag = "v1"}
opt = {version = "*", optional = true}
near = {path = "../near", develop = true}
[tool.poetry.group.test.dependencies]
pytest = "^7"
[tool.poetry.group.docs.dependencies]
sphinx = "*"
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
)";
    folder.write("pyproject.toml", toml);
    CHECK(declared(folder).lines ==
          Lines{"flask[async]>=2.0,<3 ; python_version >= \"3.8\" and python_version < \"3.12\"",
                "lib @ git+https://example.org/lib.git@v1", "-e ../near", "pytest>=7,<8"});
    folder.write("my_app/__init__.py", "");
    CHECK(declared(folder).lines == Lines{"-e .", "pytest>=7,<8"});
    CHECK(declared(folder).origin == "pyproject.toml with the poetry group test");
}

TEST_CASE("uv.lock is taken first, with the groups and extras for tests") {
    Folder folder;
    folder.write("uv.lock", "version = 1\n")
        .write("requirements.txt", "x\n")
        .write("pyproject.toml",
               "[project]\nname='x'\n[project.optional-dependencies]\ntests=['a']\n[dependency-groups]\nci=['b']"
               "\nother=['c']\n[tool.uv]\ndefault-groups=['ci']\npackage=true\n");
    const auto result = declared(folder);
    CHECK(result.lock == folder.path / "uv.lock");
    CHECK(result.lines == Lines{"-e .[tests]", "--group ci"});
    CHECK(result.origin == "uv.lock with the extra tests and the group ci");
}

TEST_CASE("the origin says so if a project declares nothing") {
    Folder folder;
    CHECK(declared(folder).lines.empty());
    CHECK(declared(folder).origin == "nothing but pytest: no pyproject.toml, setup.py or requirements.txt in " +
                                         folder.path.filename().string() + " says more");
}

TEST_CASE("Pipfile's packages are read") {
    Folder folder;
    folder.write("Pipfile", "[packages]\nflask = \"*\"\n[dev-packages]\npytest = \">=7\"\n");
    CHECK(declared(folder).lines == Lines{"flask", "pytest>=7"});
}

TEST_CASE("a malformed pyproject.toml is an error with its place") {
    Folder folder;
    folder.write("pyproject.toml", "[project\n");
    CHECK_THROWS_WITH(declared(folder), ContainsSubstring("pyproject.toml:1:"));
}

TEST_CASE("a profile's own requirements are moved to the project's folder") {
    Profile profile;
    profile.name = "ci";
    profile.directory = "/p/conf";
    profile.requirements = Lines{"-r a.txt",
                                 "--requirement=b.txt",
                                 "-e ..[x]",
                                 "requests>=2",
                                 "--index-url https://example.org/simple",
                                 "-e git+https://example.org/x#egg=x",
                                 "./sub"};
    const auto result = requirements_of(profile, "/p", {});
    CHECK(result.lines == Lines{"-r conf/a.txt", "--requirement conf/b.txt", "-e .[x]", "requests>=2",
                                "--index-url https://example.org/simple", "-e git+https://example.org/x#egg=x",
                                "./conf/sub"});
    CHECK(result.origin == "the requirements of the profile ci");
    CHECK(result.listed);
}

TEST_CASE("an extra is taken because addopts and the tests need what only it has") {
    Folder folder;
    folder.write("tests/test_q.py", "import pkgq\ndef test_f(mocker): pass\n").write("pyproject.toml", R"(
[project]
name = "pkgq"
[project.optional-dependencies]
qa = ["pytest", "pytest-cov", "pytest-mock"]
docs = ["sphinx", "pytest-cov"]
[build-system]
requires = ["setuptools"]
[tool.pytest.ini_options]
addopts = "--cov=pkgq"
)");
    const auto result = declared(folder);
    CHECK(result.lines == Lines{"-e .[qa]"});
    CHECK(result.notes == Lines{"the extra qa is installed, too: --cov in the addopts of pyproject.toml needs "
                                "pytest-cov (and 2 more)"});
}

TEST_CASE("a plugin without which pytest refuses its own addopts is installed, if no file names it") {
    Folder folder;
    folder.write("tests/test_q.py", "def test_f(): pass\n")
        .write("requirements.txt", "pytest\n")
        .write("setup.cfg", "[tool:pytest]\naddopts = --cov=mod -p mine --tb=short\n");
    const auto result = declared(folder);
    CHECK(result.lines == Lines{"-r requirements.txt", "pytest-cov"});
    CHECK(result.notes ==
          Lines{"pytest-cov: for --cov in the addopts of setup.cfg, as nothing that is installed names it"});
    folder.write("requirements.txt", "pytest\npytest-cov\n");
    CHECK(declared(folder).lines == Lines{"-r requirements.txt"});
}

TEST_CASE("what is installed anyway brings no further extra or file") {
    Folder folder;
    folder.write("tests/test_q.py", "import yaml\ndef test_f(mocker): pass\n")
        .write("requirements-ci.txt", "pytest-mock\npyyaml\n")
        .write("pyproject.toml", R"(
[project]
name = "pkgq"
dependencies = ["PyYAML"]
[project.optional-dependencies]
test = ["pytest", "pytest-mock"]
all = ["pytest-mock", "pyyaml"]
[build-system]
requires = ["setuptools"]
)");
    CHECK(declared(folder).lines == Lines{"-e .[test]"});
    CHECK(declared(folder).notes.empty());
}

TEST_CASE("a requirements file for tests completes a uv.lock that lacks a plugin") {
    Folder folder;
    folder.write("uv.lock", "version = 1\n")
        .write("pytest.ini", "[pytest]\naddopts = -n 2\n")
        .write("requirements-test.txt", "pytest-xdist\n")
        .write("pyproject.toml", "[project]\nname='x'\ndependencies=['flask']\n[dependency-groups]\ndev=['pytest']\n");
    const auto result = declared(folder);
    CHECK(result.lines == Lines{"--group dev", "-r requirements-test.txt"});
    CHECK(result.notes ==
          Lines{"requirements-test.txt is installed, too: -n in the addopts of pytest.ini needs pytest-xdist"});
}

TEST_CASE("the project in which the targets lie is installed") {
    Folder folder;
    folder.write("conftest.py", "")
        .write("libs/money/money.py", "")
        .write("services/billing/tests/test_b.py", "")
        .write("services/billing/pyproject.toml",
               "[project]\nname='billing'\n[project.optional-dependencies]\ntest=['pytest']\n[build-system]\n"
               "requires=['setuptools']\n[dependency-groups]\ndev=['x']\n");
    const auto result = declared(folder, {"services/billing/tests/test_b.py::test_due"});
    CHECK(result.lines == Lines{"-e services/billing[test]", "--group services/billing/pyproject.toml:dev"});
    CHECK(result.origin == "services/billing/pyproject.toml with the extra test and the group dev");
    REQUIRE(result.notes.size() == 1);
    CHECK_THAT(result.notes[0], ContainsSubstring("--confcutdir=."));
    // Without targets, a root that says nothing has what the projects with tests below it have.
    CHECK(declared(folder).lines == result.lines);
    CHECK(declared(folder).notes.empty());
    folder.write("requirements.txt", "pytest\n");
    CHECK(declared(folder).lines == Lines{"-r requirements.txt"});
}

TEST_CASE("a poetry.lock is read: the groups by default and those that the tests need") {
    Folder folder;
    folder.write("geo/__init__.py", "")
        .write("pyproject.toml", R"(
[tool.poetry]
name = "geo"
[tool.poetry.dependencies]
python = "^3.9"
attrs = "^23"
[tool.poetry.group.dev.dependencies]
pytest = "*"
[tool.poetry.group.docs.dependencies]
sphinx = "*"
[tool.poetry.group.slow]
optional = true
[tool.poetry.group.slow.dependencies]
pytest-timeout = "*"
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
)")
        .write("poetry.lock", R"(
[[package]]
name = "attrs"
version = "23.2.0"
groups = ["main"]
[[package]]
name = "pytest"
version = "8.3.3"
groups = ["dev"]
[[package]]
name = "sphinx"
version = "7.0"
groups = ["docs"]
[[package]]
name = "pytest-timeout"
version = "2.3.1"
groups = ["slow"]
[metadata]
lock-version = "2.1"
python-versions = "^3.9"
)");
    auto result = declared(folder);
    CHECK(result.locked == Lines{"-e .", "attrs==23.2.0", "pytest==8.3.3"});
    CHECK(result.lines.empty());
    CHECK(result.origin == "poetry.lock with the group dev (not docs)");
    CHECK(result.locked_by == "poetry.lock");
    CHECK_FALSE(result.listed);
    folder.write("pytest.ini", "[pytest]\ntimeout = 5\n");
    result = declared(folder);
    CHECK(result.locked == Lines{"-e .", "attrs==23.2.0", "pytest==8.3.3", "pytest-timeout==2.3.1"});
    CHECK(result.notes == Lines{"the poetry group slow is installed, too: timeout in pytest.ini needs pytest-timeout"});
    CHECK(declared(folder, {}, "3.8.10").notes.back() == "poetry.lock is for Python ^3.9, and not for 3.8.10");
}

TEST_CASE("a pylock.toml holds the project only if an entry is its folder, whatever other words it has") {
    const auto lines = [](const std::string& entry) {
        Folder folder;
        folder.write("pyproject.toml", "[build-system]\nrequires = ['hatchling']\n[project]\nname = 'demo'\n")
            .write("pylock.toml", "lock-version = '1.0'\n[[packages]]\nname = 'directory-tree'\n" + entry);
        return declared(folder).lines;
    };
    CHECK(lines("version = '1.0'\n") == Lines{"-e ."});
    CHECK(lines("directory = {path = '../other'}\n") == Lines{"-e ."});
    CHECK(lines("directory = {path = '.', editable = true}\n").empty());
    CHECK(lines("[packages.directory]\npath = './'\n").empty());
}
