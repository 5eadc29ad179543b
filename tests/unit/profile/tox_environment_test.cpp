#include "profile/tox_environment.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

const char* tox_example = R"(
[tox]
envlist = py{310,311}-dj{42,50}, lint
[base]
deps =
    pytest
    attrs
[testenv]
deps =
    {[base]deps}
    dj42: django<5
    dj50: django>=5
    !py311-dj50: old
    py310,py312: both
    -r{toxinidir}/more.txt
extras = test, {env:TESTSKEW_NO_SUCH_VARIABLE:docs}
setenv =
    MODE = {envname}
    PYTHONPATH = {toxinidir}/src
    dj50: NEW = 1
passenv = SMTP_*, HOME
changedir = {toxinidir}/sub
commands_pre = python -V
commands =
    coverage erase
    pytest {posargs:tests \
        -x} -m "not slow" {unknown}
[testenv:lint]
skip_install = true
usedevelop = false
basepython = python3.12
deps = ruff
commands = ruff check
)";

}  // namespace

TEST_CASE("the environments of a tox.ini and their factors") {
    const auto tox = tox_ini(tox_example, "tox.ini");
    CHECK(tox->names() == Lines{"py310-dj42", "py310-dj50", "py311-dj42", "py311-dj50", "lint"});
    const auto one = tox->environment("py311-dj50");
    CHECK(one.deps == Lines{"pytest", "attrs", "django>=5", "-r./more.txt"});
    CHECK(one.extras == Lines{"test", "docs"});
    CHECK(one.set_env == std::vector<std::pair<std::string, std::string>>{
                             {"MODE", "py311-dj50"}, {"PYTHONPATH", "{testskew.project}/src"}, {"NEW", "1"}});
    CHECK(one.pass_env == Lines{"SMTP_*", "HOME"});
    CHECK(one.change_dir == "./sub");
    CHECK(one.commands ==
          std::vector<Lines>{{"coverage", "erase"}, {"pytest", "tests", "-x", "-m", "not slow", "{unknown}"}});
    CHECK(one.not_understood == Lines{"{unknown} in commands", "commands_pre = python -V"});
    CHECK(one.installs_project);
    CHECK(tox->environment("py310-dj50").deps == Lines{"pytest", "attrs", "django>=5", "old", "both", "-r./more.txt"});
    CHECK(tox->environment("py310-dj42").deps == Lines{"pytest", "attrs", "django<5", "both", "-r./more.txt"});
}

TEST_CASE("an environment of its own section, and one that nothing lists") {
    const auto tox = tox_ini(tox_example, "tox.ini");
    const auto lint = tox->environment("lint");
    CHECK(lint.deps == Lines{"ruff"});
    CHECK(lint.base_python == "python3.12");
    CHECK_FALSE(lint.installs_project);
    CHECK(lint.set_env.front().second == "lint");  // what its section does not say comes from [testenv]
    CHECK(tox->environment("py39").deps == Lines{"pytest", "attrs", "-r./more.txt"});
}

TEST_CASE("the native form of tox's configuration") {
    Folder folder;
    folder.write("tox.toml", R"(
env_list = ["3.13", "3.12", "type"]
[env_run_base]
deps = ["pytest>=8", "-r {tox_root}/more.txt"]
extras = ["test"]
dependency_groups = ["ci"]
set_env.A = "{env_name}"
set_env.B = { replace = "env", name = "TESTSKEW_NO_SUCH_VARIABLE", default = "b" }
pass_env = ["CI_*"]
commands = [["pytest", { replace = "posargs", default = ["tests"], extend = true }, "--durations=5"]]
[env.type]
deps = [{ replace = "ref", of = ["env_run_base", "deps"], extend = true }, "mypy"]
package = "skip"
[env."3.12"]
base_python = ["python3.12"]
package = "editable"
)");
    const auto tox = tox_configuration(folder.path);
    REQUIRE(tox);
    CHECK(tox->file() == "tox.toml");
    CHECK(tox->names() == Lines{"3.13", "3.12", "type"});
    const auto one = tox->environment("3.12");
    CHECK(one.deps == Lines{"pytest>=8", "-r ./more.txt"});
    CHECK(one.extras == Lines{"test"});
    CHECK(one.groups == Lines{"ci"});
    CHECK(one.set_env == std::vector<std::pair<std::string, std::string>>{{"A", "3.12"}, {"B", "b"}});
    CHECK(one.commands == std::vector<Lines>{{"pytest", "tests", "--durations=5"}});
    CHECK(tox->environment("type").deps == Lines{"pytest>=8", "-r ./more.txt", "mypy"});
    CHECK_FALSE(tox->environment("type").installs_project);
}

TEST_CASE("tox's configuration in setup.cfg and pyproject.toml") {
    Folder folder;
    CHECK_FALSE(tox_configuration(folder.path));
    folder.write("pyproject.toml", "[tool.tox]\nlegacy_tox_ini = '''\n[tox]\nenvlist = py39\n'''\n");
    CHECK(tox_configuration(folder.path)->names() == Lines{"py39"});
    folder.write("pyproject.toml", "[tool.tox]\nenv_list = ['3.10']\n");
    CHECK(tox_configuration(folder.path)->names() == Lines{"3.10"});
    folder.write("setup.cfg", "[tox:tox]\nenvlist = py38\n");
    CHECK(tox_configuration(folder.path)->names() == Lines{"py38"});
    folder.write("tox.ini", "[flake8]\nignore = E1\n");  // no configuration of tox
    CHECK(tox_configuration(folder.path)->names() == Lines{"py38"});
    folder.write("tox.ini", "[tox]\nenvlist = py37\n");
    CHECK(tox_configuration(folder.path)->names() == Lines{"py37"});
}

TEST_CASE("factors that are Python versions") {
    CHECK(python_of_factor("py311") == "3.11");
    CHECK(python_of_factor("py39") == "3.9");
    CHECK(python_of_factor("py3.12") == "3.12");
    CHECK(python_of_factor("python3.12") == "3.12");
    CHECK(python_of_factor("3.13t") == "3.13t");
    CHECK(python_of_factor("3.12.4") == "3.12.4");
    for (const auto* other : {"py", "py3", "pypy310", "django42", "311", "", "py2", "py27"})
        CHECK(python_of_factor(other).empty());
}

TEST_CASE("an environment is read as it is asked for") {
    ToxAsk ask;
    ask.posargs = std::vector<std::string>{"-k", "a b"};
    ask.own_folders = true;
    ask.variable = [](const std::string& name) {
        return name == "X" ? std::optional<std::string>("set") : std::nullopt;
    };
    const char* text =
        "[testenv]\nusedevelop = true\ncommands_pre = make x\ncommands =\n  pytest \\\n    fast: -n auto \\\n    slow: "
        "-n 0 \\\n"
        "    --basetemp={envtmpdir} []\n  {env:X:unset} {posargs:tests}\n";
    const auto environment = tox_ini(text, "tox.ini")->environment("py311-fast", ask);
    CHECK(environment.editable);
    CHECK(environment.commands_pre.size() == 1);
    REQUIRE(environment.commands.size() == 2);
    CHECK(environment.commands[0] ==
          std::vector<std::string>{"pytest", "-n", "auto", "--basetemp=.tox/py311-fast/tmp", "-k", "a b"});
    CHECK(environment.commands[1] == std::vector<std::string>{"set", "-k", "a b"});
}

TEST_CASE("a list of tox that means too many environments is refused, and a long one is read") {
    std::string many;
    for (int i = 0; i < 16; ++i) many += "{a,b}";
    CHECK_THROWS_WITH(tox_ini("[tox]\nenvlist = " + many + "\n", "tox.ini")->names(), ContainsSubstring("more than"));
    std::string long_name;
    for (int i = 0; i < 30'000; ++i) long_name += "{a}";
    CHECK(tox_ini("[tox]\nenvlist = " + long_name + "\n", "tox.ini")->names().size() == 1);
    CHECK(tox_ini("[tox]\nenvlist = py{3-5,9}-{x,}, b\n", "tox.ini")->names() ==
          Lines{"py3-x", "py3-", "py4-x", "py4-", "py5-x", "py5-", "py9-x", "py9-", "b"});
}

TEST_CASE("values of tox that name each other again and again end") {
    std::string text = "[testenv]\ndeps = {[x]v0}\n[x]\n";
    for (int i = 0; i < 9; ++i) {
        text += "v" + std::to_string(i) + " = ";
        for (int k = 0; k < 6; ++k) text += "{[x]v" + std::to_string(i + 1) + "}";
        text += "\n";
    }
    const auto environment = tox_ini(text + "v9 = pytest\n", "tox.ini")->environment("py");
    CHECK_FALSE(environment.not_understood.empty());
    Folder folder;
    folder.write("tox.toml", "[env_run_base]\ndeps = [{replace = \"ref\", of = [\"env_run_base\", \"deps\"]}]\n");
    CHECK_FALSE(tox_configuration(folder.path)->environment("py").not_understood.empty());
}

TEST_CASE("a key of tox.ini that names itself is unknown there, in every place once") {
    const auto tox =
        tox_ini("[base]\ndeps = a\n x {[base]deps} {[base]deps}\n[testenv]\ndeps = {[base]deps}\n", "tox.ini");
    const auto environment = tox->environment("py");
    CHECK(environment.deps == Lines{"a", "x {[base]deps} {[base]deps}"});
    CHECK(environment.not_understood == Lines{"{[base]deps} in deps", "{[base]deps} in deps"});
}
