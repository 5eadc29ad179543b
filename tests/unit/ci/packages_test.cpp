// Which packages the commands of a leg come to: pip, uv, poetry, and the programs that start pytest.
#include "catch.hpp"
#include "ci/choose.hpp"
#include "ci/leg_toml.hpp"
#include "folder.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::ci;

namespace {

using Files = std::map<std::string, std::string>;

/// The leg of a job on Python 3.11 with this script, in a project with these files; `head` stands before its steps.
Leg leg_with(const std::string& script, const Files& files = {}, const std::string& head = "") {
    Folder folder;
    for (const auto& [name, content] : files) folder.write(name, content);
    std::string lines;
    for (const auto& line : split(script, '\n')) lines += "        " + line + "\n";
    folder.write(".github/workflows/t.yml",
                 "on: push\njobs:\n  t:\n    runs-on: ubuntu-latest\n" + head +
                     "    steps:\n    - uses: actions/setup-python@v5\n      with: {python-version: '3.11'}\n"
                     "    - run: |\n" +
                     lines);
    return choose_leg({folder.path.string()}, {"", {}}).leg;
}

std::string lines_of(const Leg& leg) {
    std::vector<std::string> lines;
    for (const auto& one : leg.requirements) lines.push_back(one.condition.empty() ? one.line : "(" + one.line + ")");
    return join(lines, " | ");
}

std::string words_of(const Leg& leg) {
    if (!leg.pytest) return "none";
    std::vector<std::string> words = leg.pytest->options;
    words.insert(words.end(), leg.pytest->targets.begin(), leg.pytest->targets.end());
    return join(words, " ");
}

std::string variable_of(const Leg& leg, const std::string& name) {
    const auto found = leg.environ.find(name);
    return found == leg.environ.end() ? "-" : found->second.value.value_or("?");
}

bool names(const std::vector<std::string>& list, const std::string& text) {
    return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.find(text) != std::string::npos; });
}

const char* uv_project =
    "[project]\nname='x'\nversion='1'\n[build-system]\nrequires=['hatchling']\n[dependency-groups]\ndev=['ruff']\n";

}  // namespace

TEST_CASE("what uv pip installs is in the environment of uv run") {
    CHECK(lines_of(leg_with("uv venv\nuv pip install -r r.txt pytest\nuv run pytest")) == "-r r.txt | pytest");
    const Files files = {{"pyproject.toml", uv_project}};
    const std::string install = "uv venv\nuv pip install -e '.[test]' pytest-cov\n";
    CHECK(lines_of(leg_with(install + "uv run --no-sync pytest", files)) == "-e .[test] | pytest-cov");
    CHECK(lines_of(leg_with(install + "UV_NO_SYNC=1 uv run pytest", files)) == "-e .[test] | pytest-cov");
    CHECK(lines_of(leg_with(install + "uv run pytest", files)) == "--group dev | -e .[test] | pytest-cov");
    CHECK(lines_of(leg_with(install + "uv sync\nuv run pytest", files)) == "-e . | --group dev");
    CHECK(lines_of(leg_with(install + ". .venv/bin/activate\npip install six\npytest", files)) ==
          "-e .[test] | pytest-cov | six");
    CHECK(lines_of(leg_with("uv venv\nuv pip install --system six\npytest")) == "six");
    CHECK(leg_with("uv venv --python python3.10\nuv pip install pytest\nuv run --no-sync pytest").python.value ==
          "3.10");
}

TEST_CASE("a sync of uv asks for its own groups only") {
    const Files files = {{"pyproject.toml", uv_project}, {"uv.lock", ""}};
    const Leg leg = leg_with("uv sync --no-install-project --group a\nuv sync --extra b\nuv run pytest", files);
    REQUIRE(leg.lock);
    CHECK(leg.lock->groups == std::vector<std::string>{"dev"});
    CHECK(leg.lock->extras == std::vector<std::string>{"b"});
    CHECK(leg.lock->project == ProjectAs::editable);
}

TEST_CASE("groups of poetry that are asked for are named") {
    const Files files = {{"poetry.lock", ""}, {"pyproject.toml", "[tool.poetry.group.dev.dependencies]\npytest='*'\n"}};
    const Leg leg = leg_with("poetry install --without dev -E pg\npoetry run pytest", files);
    CHECK(names(leg.not_knowable, "poetry asks for groups main, extras pg"));
    CHECK_THAT(leg_toml(leg, {}), ContainsSubstring("poetry asks for groups main, extras pg"));
    CHECK_FALSE(names(leg_with("poetry install\npoetry run pytest", files).not_knowable, "poetry asks for"));
}

TEST_CASE("options of pip are taken over or named") {
    const Leg leg = leg_with(
        "pip install --pre --no-deps foo\npip install bar numpy\npip uninstall -y numpy six\n"
        "pip install -r r.txt --strange\npytest");
    CHECK(lines_of(leg) == "foo | bar | -r r.txt");
    CHECK_THAT(leg_toml(leg, {}), ContainsSubstring("    \"--pre\","));
    CHECK(names(leg.warn, "not taken over: --no-deps"));
    CHECK(names(leg.not_knowable, "what pip install --strange does"));
    CHECK(names(leg.not_knowable, "whether six is there"));
    const Leg uv = leg_with(
        "uv venv\nuv pip install --resolution lowest-direct --exclude-newer 2024-01-01 --override o.txt a\nuv run "
        "pytest");
    CHECK(lines_of(uv) == "a");
    CHECK(uv.as_of == "2024-01-01");
    CHECK_THAT(leg_toml(uv, {}), ContainsSubstring("as_of = \"2024-01-01\"") && !ContainsSubstring("day of the log"));
    CHECK(names(uv.warn, "--resolution=lowest-direct --override=o.txt"));
    CHECK(names(leg_with("cat r.txt | xargs pip install\npytest").not_knowable, "the packages of xargs pip install"));
}

TEST_CASE("make takes over the environ, and conditions of a Makefile are told") {
    const std::string makefile =
        "ifdef CI\nX = ci\nelse\nX = local\nendif\nifeq ($(GITHUB_SHA),a)\nY = a\nelse\nY = b\nendif\nZ := $(X)$$\n"
        "OPTS ?= none\nexport E = e\n\ntest: PART = unit\ntest:\n\tpip install \\\n\t  \"d==$(DJANGO)\" $(X)pkg "
        "$(Y)pkg\n\n"
        "\tpytest $(ARGS) $(OPTS) $@ $(PART)\n";
    const Leg leg = leg_with("make test", {{"Makefile", makefile}}, "    env: {ARGS: -x, DJANGO: '4.2', OPTS: -v}\n");
    CHECK(lines_of(leg) == "d==4.2 | cipkg | $(Y)pkg");
    CHECK(words_of(leg) == "-x -v test unit");
    CHECK(leg.requirements.at(0).origin.text() == "Makefile:17");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->origin.text() == "Makefile:20");
    CHECK(variable_of(leg, "E") == "e");
    CHECK(words_of(leg_with("make OPTS=-q test", {{"Makefile", makefile}})) == "-q test unit");
}

TEST_CASE("the file of make -f is read, and what a condition of it installs is not known") {
    const Files files = {
        {"Makefile", "test:\n\tpytest wrong\n"},
        {"ci.mk",
         "test:\nifeq ($(shell x),a)\n\tpip install a\nelse\n\tpip install b\nendif\n\t$(MAKE) -f ci.mk "
         "run\nrun:\n\tpytest right\n"}};
    const Leg leg = leg_with("make -f ci.mk test", files);
    CHECK(words_of(leg) == "right");
    CHECK(lines_of(leg) == "(a) | (b)");
}

TEST_CASE("the file of tox --conf is read") {
    const Files files = {{"tox.ini", "[testenv]\nskip_install = true\ndeps = wrong\ncommands = pytest wrong\n"},
                         {"ci/tox-ci.ini", "[testenv]\nskip_install = true\ndeps = right\ncommands = pytest right\n"}};
    const Leg leg = leg_with("tox -c ci/tox-ci.ini -e py311 -x testenv.deps=six", files);
    CHECK(lines_of(leg) == "right");
    CHECK(words_of(leg) == "right");
    CHECK(names(leg.not_knowable, "tox -x testenv.deps=six"));
}

TEST_CASE("settings of tox that are not taken over are named, and no default stands for what is unknown") {
    const Files files = {{"tox.ini",
                          "[testenv]\nskip_install = true\ninstall_command = pip install --pre {opts} {packages}\n"
                          "setenv =\n  file|.env\n  SHA = {env:GITHUB_SHA:none}\n  OWN = {env:NOTHING:none}\n"
                          "commands = pytest\n"}};
    const Leg leg = leg_with("tox -e py311", files);
    CHECK(variable_of(leg, "SHA") == "?");
    CHECK(variable_of(leg, "OWN") == "none");
    CHECK(names(leg.warn, "install_command = pip install --pre"));
    CHECK(names(leg.warn, "file|.env"));
}

TEST_CASE("what follows the -- of nox is handed in") {
    const std::string noxfile =
        "import nox\n@nox.session(python=['3.11'])\ndef tests(session):\n"
        "    session.run('pytest', '-q', *session.posargs)\n@nox.session(python=['3.11'])\ndef unit(session):\n"
        "    session.run('pytest', *(session.posargs or ['tests']))\n";
    CHECK(words_of(leg_with("nox -s tests -- -x --cov", {{"noxfile.py", noxfile}})) == "-q -x --cov");
    CHECK(words_of(leg_with("nox -s unit -- -x", {{"noxfile.py", noxfile}})) == "-x");
    CHECK(words_of(leg_with("nox -s unit", {{"noxfile.py", noxfile}})) == "tests");
}

TEST_CASE("scripts of hatch are read as a shell reads them") {
    const std::string project =
        "[project]\nname='x'\n[tool.hatch.envs.default.scripts]\ntest = 'pytest {args:tests} && echo {args}'\n"
        "all = ['echo a', 'test -x']\n[tool.hatch.envs.default.env-vars]\nHV = '1'\nHW = '{env:HOME}'\n";
    const Leg leg = leg_with("hatch run test", {{"pyproject.toml", project}});
    CHECK(words_of(leg) == "tests");
    CHECK(variable_of(leg, "HV") == "1");
    CHECK(variable_of(leg, "HW") == "?");
    CHECK(words_of(leg_with("hatch run all", {{"pyproject.toml", project}})) == "-x");
}

TEST_CASE("the parameters of a recipe of just are bound") {
    const std::string justfile =
        "export JX := 'j'\nbase := 'tests'\nown := env('X')\ntest kind *args:\n    pytest {{base}}/{{kind}} {{args}}\n"
        "plain kind='all':\n    pytest {{own}} {{kind}}\n";
    const Leg leg = leg_with("just test unit -x", {{"justfile", justfile}});
    CHECK(words_of(leg) == "-x tests/unit");
    CHECK(variable_of(leg, "JX") == "j");
    CHECK(words_of(leg_with("just plain", {{"justfile", justfile}})) == "${{own}} all");
}

TEST_CASE("the variables of a task of Taskfile.yml are its own") {
    const std::string taskfile =
        "version: 3\nvars: {K: slow, D: {sh: date}}\ntasks:\n  test:\n    vars: {K: unit}\n    env: {X: '{{.D}}', Y: "
        "'{{.K}}'}\n    cmds: ['pytest -m {{.K}} {{.CLI_ARGS}} {{.NONE}}']\n  all:\n    cmds: [{task: test, vars: {K: "
        "other}}]\n";
    const Leg leg = leg_with("task test -- -x", {{"Taskfile.yml", taskfile}});
    CHECK(words_of(leg) == "-m unit -x ${{.NONE}}");
    CHECK(variable_of(leg, "X") == "?");
    CHECK(variable_of(leg, "Y") == "unit");
    CHECK(words_of(leg_with("task all", {{"Taskfile.yml", taskfile}})).starts_with("-m other"));
}

TEST_CASE("the variables of poe are those of all tasks, then the task's, then defaults") {
    const std::string project =
        "[tool.poe]\nenv = {A = '1'}\n[tool.poe.tasks]\ntest = {cmd = 'pytest', env = {B = '2', C.default = '3', "
        "D.default "
        "= '4', E = '$A'}}\n";
    const Leg leg = leg_with("poe test", {{"pyproject.toml", project}}, "    env: {D: d}\n");
    CHECK(variable_of(leg, "A") == "1");
    CHECK(variable_of(leg, "B") == "2");
    CHECK(variable_of(leg, "C") == "3");
    CHECK(variable_of(leg, "D") == "d");
    CHECK(variable_of(leg, "E") == "?");
}

TEST_CASE("the interpreter that the command names is the Python") {
    const Leg leg = leg_with("python3.10 -X dev -W error -m pytest -v");
    CHECK(leg.python.value == "3.10");
    CHECK(names(leg.warn, "options of Python that are not taken over: -X dev -W error"));
    CHECK(leg_with("python3.9 -m venv v\nv/bin/python -m pytest a").python.value == "3.9");
    CHECK(leg_with("python3.9 -m venv v\n. v/bin/activate\npytest a").python.value == "3.9");
    CHECK(leg_with("python -m venv v\nv/bin/pytest a").python.value == "3.11");
}

TEST_CASE("lines keep their folder, their quotes, and no pattern") {
    const Leg leg = leg_with("mkdir -p \"my dir\"\ncd backend\npip install --group test -r requirements/*.txt\npytest",
                             {{"backend/x", ""}});
    const std::string toml = leg_toml(leg, {});
    CHECK_THAT(toml, ContainsSubstring("\"--group backend/pyproject.toml:test\""));
    CHECK_THAT(toml, ContainsSubstring("[\"mkdir\", \"-p\", \"my dir\"]"));
    CHECK_THAT(toml, ContainsSubstring("    # \"-r backend/requirements/*.txt\","));
}
