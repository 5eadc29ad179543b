#include "profile/declared_files.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

template <class Add>
Declared declared(const Folder& folder, Add add, Declared start = {}) {
    add(folder.path, start);
    return start;
}

Declared packaged() {
    Declared result;
    result.installable = true;
    return result;
}

}  // namespace

TEST_CASE("a setup.py that calls setup() makes a project installable") {
    Folder folder;
    folder.write("setup.py", "# setup()\nprint('nothing')\n");
    CHECK_FALSE(declared(folder, add_setup).installable);
    folder.write("setup.py", "from setuptools import setup\nsetup(name='x')\n");
    const auto result = declared(folder, add_setup);
    CHECK(result.installable);
    CHECK(result.source == "setup.py");
    // Now pyproject.toml describes the project and setup.py does not.
    folder.write("pyproject.toml", "[project]\nname='x'\n");
    CHECK_FALSE(declared(folder, add_setup).installable);
}

TEST_CASE("setup.cfg needs something that builds it") {
    Folder folder;
    folder.write("setup.cfg", "[metadata]\nname = x\n");
    CHECK_FALSE(declared(folder, add_setup).installable);
    folder.write("pyproject.toml", "[build-system]\nrequires = ['setuptools']\n");
    CHECK(declared(folder, add_setup).source == "setup.cfg");
    folder.write("setup.cfg", "[flake8]\nmax-line-length = 100\n");
    CHECK_FALSE(declared(folder, add_setup).installable);
}

TEST_CASE("extras for tests are found in setup.py as literals only") {
    Folder folder;
    folder.write("setup.py",
                 "extras = {}\nextras['test'] = ['pytest']\nextras['docs'] = ['sphinx']\nextras['dev'] == 1\n"
                 "setup(extras_require={\"dev\" : ['x'], 'test': []})\n");
    const auto result = declared(folder, add_setup);
    CHECK(result.extras == Lines{"test", "dev"});
    CHECK(result.names_pytest);
}

TEST_CASE("tests_require becomes lines, from both files") {
    Folder folder;
    folder.write("setup.py", "setup(tests_require=[\n    'mock', # why\n    \"pytest-cov\",\n])\n")
        .write("setup.cfg", "[options]\ntests_require =\n    attrs\n");
    const auto result = declared(folder, add_setup);
    CHECK(result.lines == Lines{"attrs", "mock", "pytest-cov"});
    CHECK(result.from == Lines{"tests_require"});
    CHECK(result.names_pytest);
}

TEST_CASE("requirements files for something else are left out and named") {
    Folder folder;
    folder.write("requirements-docs.txt", "sphinx\n")
        .write("requirements_py27.txt", "")
        .write("requirements.txt", "flask\n")
        .write("test-requirements.txt", "pytest\n")
        .write("notes.txt", "no requirements\n")
        .write("requirements.in", "flask\n");
    const auto app = declared(folder, add_requirements_files);
    CHECK(app.lines == Lines{"-r requirements.txt", "-r test-requirements.txt"});
    CHECK(app.left_out == Lines{"requirements-docs.txt", "requirements_py27.txt"});
    CHECK(app.names_pytest);
    const auto package = declared(folder, add_requirements_files, packaged());
    CHECK(package.lines == Lines{"-r test-requirements.txt"});
    CHECK(package.left_out == Lines{"requirements-docs.txt", "requirements_py27.txt", "requirements.txt"});
}

TEST_CASE("requirements.txt of a package is taken if nothing else names pytest") {
    Folder folder;
    folder.write("requirements.txt", "pytest-asyncio==0.21\n").write("requirements-ci.txt", "black\n");
    const auto result = declared(folder, add_requirements_files, packaged());
    CHECK(result.lines == Lines{"-r requirements-ci.txt", "-r requirements.txt"});
    CHECK(result.left_out.empty());
    CHECK(result.names_pytest);
}

TEST_CASE("requirements beside the tests and in requirements/ are found") {
    Folder folder;
    folder.write("requirements/base.txt", "a\n").write("tests/requirements.txt", "b\n").write("tests/data.txt", "c\n");
    CHECK(declared(folder, add_requirements_files).lines ==
          Lines{"-r requirements/base.txt", "-r tests/requirements.txt"});
    CHECK(declared(folder, add_requirements_files, packaged()).lines == Lines{"-r tests/requirements.txt"});
}

TEST_CASE("a Pipfile gives both of its lists") {
    Folder folder;
    CHECK(declared(folder, add_pipfile).lines.empty());
    folder.write("Pipfile", "[packages]\nflask = {version='*', extras=['async']}\n[dev-packages]\npytest = '*'\n");
    const auto result = declared(folder, add_pipfile);
    CHECK(result.lines == Lines{"flask[async]", "pytest"});
    CHECK(result.from == Lines{"Pipfile's packages", "Pipfile's dev-packages"});
    CHECK(result.names_pytest);
    folder.write("Pipfile", "[packages\n");
    CHECK_THROWS_AS(declared(folder, add_pipfile), Error);
}

TEST_CASE("tox's deps without conditions and substitutions are taken") {
    Folder folder;
    folder.write("tox.ini",
                 "[testenv]\ndeps =\n    pytest>=7\n    py38: old\n    django42: Django>=4.2,<4.3\n"
                 "    -c{toxinidir}/constraints.txt\n    {[base]deps}\n    x @ https://h/x.whl\n");
    const auto result = declared(folder, add_tox);
    CHECK(result.lines == Lines{"pytest>=7", "-cconstraints.txt", "x @ https://h/x.whl"});
    CHECK(result.from == Lines{"the deps of tox.ini"});
    CHECK(result.names_pytest);
    folder.write("tox.ini", "[testenv]\ncommands = pytest\n");
    CHECK(declared(folder, add_tox).from.empty());
}
