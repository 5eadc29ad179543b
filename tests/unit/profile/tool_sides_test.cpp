#include "profile/tool_sides.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "profile/noxfile.hpp"
#include "profile/profile.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

const char* tox_only = R"(
[tox]
envlist = py39, py313
skipsdist = true
[testenv]
deps =
    pytest
    jinja2
setenv =
    MAILKIT_LOCALE = de
    PYTHONPATH = {toxinidir}
passenv = SMTP_*
commands = pytest {posargs:tests} -m "not slow" --basetemp={envtmpdir}
)";

Profile loaded(const Folder& folder, const std::string& asked) {
    return load(find_project(folder.path), asked, folder.path);
}

}  // namespace

TEST_CASE("tox:NAME is a side") {
    Folder folder;
    folder.write("tox.ini", tox_only).write("tests/test_a.py", "");
    const auto side = loaded(folder, "tox:py313");
    CHECK(side.name == "tox:py313");
    CHECK(side.python == "3.13");
    CHECK(side.requirements == Lines{"pytest", "jinja2"});
    CHECK(side.environ.at("MAILKIT_LOCALE") == "de");
    CHECK(side.environ.at("PYTHONPATH") == "{testskew.project}");
    CHECK(side.inherit == Lines{"SMTP_*"});
    CHECK(side.selection.targets == Lines{"tests"});
    CHECK(side.selection.options == Lines{"-m", "not slow"});
    CHECK(side.notes == Lines{"tox.ini's environment py313: pytest, jinja2; the variables MAILKIT_LOCALE, PYTHONPATH; "
                              "from the shell SMTP_*; pytest -m 'not slow' tests",
                              "tox.ini's environment py313, not taken: --basetemp="});
    CHECK(requirements_of(side, folder.path, {}).origin == "tox.ini's environment py313");
    CHECK_THROWS_WITH(loaded(folder, "tox:py314x"), Catch::Matchers::Contains("it has py39, py313"));
}

TEST_CASE("a bare version takes tox's environment where only tox says what the tests need") {
    Folder folder;
    folder.write("tox.ini", tox_only).write("tests/test_a.py", "");
    const auto side = loaded(folder, "3.13");
    CHECK(side.name == "3.13");
    CHECK(side.environ.at("MAILKIT_LOCALE") == "de");
    CHECK(loaded(folder, "3.12").notes.front().starts_with("tox.ini's environment py312: "));
    folder.write("requirements-test.txt", "pytest\n");
    CHECK(loaded(folder, "3.13").environ.empty());
    CHECK_FALSE(loaded(folder, "3.13").requirements);
}

TEST_CASE("tox installs the project, its extras and groups; a folder to change to gives targets") {
    Folder folder;
    folder.write("pyproject.toml", "[build-system]\nrequires=[]\n[project]\nname='x'\n")
        .write("sub/test_a.py", "")
        .write("tox.ini",
               "[tox]\n[testenv]\nextras = a,b\ndependency_groups = ci\nusedevelop = 1\nchangedir = sub\ncommands =\n"
               "  echo hello\n  python -m pytest test_a.py\n");
    const auto side = loaded(folder, "tox:py39");
    CHECK(side.requirements == Lines{"-e .[a,b]", "--group ci"});
    CHECK(side.selection.targets == Lines{"sub/test_a.py"});
    CHECK(side.selection.invocation == Invocation::python_m_pytest);
    CHECK(side.notes.back() ==
          "tox.ini's environment py39, not taken: the command echo hello; change_dir sub: its tests are the target, "
          "pytest starts in the project");
}

TEST_CASE("nox:NAME is a side, read without running the noxfile") {
    Folder folder;
    folder.write("tests/test_a.py", "").write("more.txt", "").write("noxfile.py", R"(
import nox
raise SystemExit("this is never run")
VERSIONS = ["3.9", "3.13"]

@nox.session(python=VERSIONS)
def tests(session):
    """Runs the tests."""
    session.install("-e", ".[test]", "-r", "more.txt")
    session.install("pytest", "-U")
    session.env["MODE"] = "nox"
    if session.posargs:
        session.log("x")
    session.run("pytest", "-m", "not slow", *session.posargs or ["tests"], env={"LOCALE": "de"})

@nox.session(python="3.12", name="lint-it")
def lint(session):
    session.run("ruff", "check")
)");
    const auto side = loaded(folder, "nox:tests-3.13");
    CHECK(side.python == "3.13");
    CHECK(side.requirements == Lines{"-e .[test]", "-r more.txt", "pytest"});
    CHECK(side.environ.at("MODE") == "nox");
    CHECK(side.environ.at("LOCALE") == "de");
    CHECK(side.selection.targets == Lines{"tests"});
    CHECK(side.selection.options == Lines{"-m", "not slow"});
    CHECK(side.notes.back() == "noxfile.py's session tests, not taken: line 12");
    CHECK(loaded(folder, "nox:lint-it").python == "3.12");
    CHECK_FALSE(loaded(folder, "nox:lint-it").requirements);  // what the project has
    CHECK_THROWS_WITH(loaded(folder, "nox:tests"), Catch::Matchers::Contains("nox:tests-3.9"));
    CHECK_THROWS_WITH(loaded(folder, "nox:tets-3.9"), Catch::Matchers::Contains("did you mean \"tests-3.9\"?"));
    folder.write("noxfile.py", "def (\n");
    CHECK_THROWS_WITH(loaded(folder, "nox:tests-3.9"), Catch::Matchers::Contains("SyntaxError"));
}
