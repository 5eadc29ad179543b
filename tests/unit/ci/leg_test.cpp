// Legs of workflows: what is installed, what reaches pytest, which command is it.
#include "catch.hpp"
#include "ci/choose.hpp"
#include "ci/leg_toml.hpp"
#include "folder.hpp"
#include "profile/settings.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::ci;
using Lines = std::vector<std::string>;

namespace {

Lines lines(const Leg& leg) {
    Lines result;
    for (const auto& one : leg.requirements) result.push_back(one.line);
    return result;
}

LegChoice choose(const Folder& folder, const Lines& wanted = {}) {
    return choose_leg({folder.path.string()}, {"", leg_pairs(wanted)});
}

std::string value(const Leg& leg, const std::string& name) {
    const auto found = leg.environ.find(name);
    return found == leg.environ.end() ? "-" : found->second.value.value_or("?");
}

const char* plain = R"(
on: push
env: {A: 1, B: two}
jobs:
  test:
    runs-on: ${{ matrix.os }}
    env: {B: three}
    strategy:
      matrix:
        os: [ubuntu-latest, windows-latest]
        py: ["3.11", "3.12", "3.15", "pypy3.10"]
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - uses: actions/setup-python@v5
        with:
          python-version: ${{ matrix.py }}
      - run: |
          python -m pip install --upgrade pip
          pip install -r requirements.txt
          pip install -e .[test]
          echo "C=four" >> $GITHUB_ENV
      - run: sudo apt-get install -y libpq-dev
      - run: python -m pytest -v tests -k "not slow"
        env:
          TOKEN: ${{ secrets.TOKEN }}
          D: ${{ matrix.nothing }}
      - run: echo later
        env: {E: five}
)";

}  // namespace

TEST_CASE("a plain workflow is read with the place of each value") {
    Folder folder;
    folder.write(".github/workflows/ci.yml", plain);
    const auto choice = choose(folder);
    const Leg& leg = choice.leg;
    CHECK(leg.python.value == "3.12");
    CHECK(leg.python.origin.text() == ".github/workflows/ci.yml:17");
    CHECK(lines(leg) == Lines{"-r requirements.txt", "-e .[test]"});
    CHECK(leg.requirements[1].origin.line == 21);
    CHECK(leg.upgraded == Lines{"pip"});
    CHECK(value(leg, "A") == "1");
    CHECK(value(leg, "B") == "three");
    CHECK(value(leg, "C") == "four");
    CHECK(value(leg, "D") == "");
    CHECK(value(leg, "E") == "-");
    CHECK(value(leg, "TOKEN") == "?");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->invocation == "python -m pytest");
    CHECK(leg.pytest->options == Lines{"-v", "-k", "not slow"});
    CHECK(leg.pytest->targets == Lines{"tests"});
    CHECK(leg.git_depth == 0);
    CHECK(leg.os_packages == Lines{"libpq-dev"});
    CHECK(choice.others.size() == 7);
}

TEST_CASE("another leg is asked for") {
    Folder folder;
    folder.write(".github/workflows/ci.yml", plain);
    CHECK(choose(folder, {"py=3.11", "os=ubuntu"}).leg.python.value == "3.11");
    CHECK(choose(folder, {"os=windows"}).leg.runner == "windows-latest");
    CHECK_THROWS_WITH(choose(folder, {"py=2.7"}), ContainsSubstring("no leg"));
    CHECK_THROWS_WITH(choose(folder, {"py"}), ContainsSubstring("NAME=VALUE"));
}

TEST_CASE("tox decides what reaches pytest") {
    Folder folder;
    folder.write(".github/workflows/ci.yml", R"(
on: push
env: {PYTEST_ADDOPTS: -x, DB: sqlite, PIP_INDEX: a}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: pip install tox
      - run: tox -e py312 -- --color=yes
)");
    folder.write("tox.ini",
                 "[testenv]\ndeps = pytest\n  -rreq.txt\npassenv = DB\nsetenv = X = {toxinidir}/src\n"
                 "commands = pip install -e .[d]\n  pytest {posargs:tests} -v\n");
    const Leg leg = choose(folder).leg;
    CHECK(lines(leg) == Lines{"pytest", "-r req.txt", ".", "-e .[d]"});
    CHECK(value(leg, "DB") == "sqlite");
    CHECK(value(leg, "PYTEST_ADDOPTS") == "-");
    CHECK(value(leg, "PIP_INDEX") == "a");
    CHECK(value(leg, "X") == "src");
    CHECK(leg.not_reaching == Lines{"PYTEST_ADDOPTS"});
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->options == Lines{"--color=yes", "-v"});
    CHECK(leg.pytest->targets.empty());
    CHECK(leg.tox->environment == "py312");
}

namespace {

/// Writes a workflow whose only job sets up Python 3.12 and runs these commands.
void write_job(Folder& folder, const Lines& commands) {
    std::string text = R"(
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
)";
    for (const std::string& command : commands) text += "      - run: " + command + "\n";
    folder.write(".github/workflows/ci.yml", text);
}

/// The leg of a job that calls tox without a name.
Leg leg_of_bare_tox(const std::string& ini) {
    Folder folder;
    write_job(folder, {"pip install tox", "tox"});
    folder.write("tox.ini", ini);
    return choose(folder).leg;
}

}  // namespace

TEST_CASE("a tox without a list of environments runs py, and none of those that are only described") {
    const Leg leg = leg_of_bare_tox(
        "[testenv]\ncommands = pytest {posargs}\n[testenv:diffcov]\ndeps = diff-cover\ncommands = pytest --cov\n");
    REQUIRE(leg.tox);
    CHECK(leg.tox->environment == "py");
    CHECK(lines(leg) == Lines{"."});
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->options.empty());
}

TEST_CASE("what other environments of the same call of tox do is nothing that the tests need") {
    const Leg leg = leg_of_bare_tox(
        "[tox]\nenvlist = docs,py\n[testenv]\ncommands = make-data\n  pytest\n"
        "[testenv:docs]\ncommands = sphinx-build docs out\n");
    REQUIRE(leg.pytest);
    REQUIRE(leg.setup.size() == 1);
    CHECK(leg.setup[0].value == "make-data");
}

TEST_CASE("the folder of tox.ini is named from the folder in which pytest starts") {
    const Leg leg = leg_of_bare_tox("[testenv]\nchangedir = sub\ncommands = pytest {toxinidir}/tests own\n");
    REQUIRE(leg.pytest);
    CHECK(leg.cwd.value == "sub");
    CHECK(leg.pytest->targets == Lines{"../tests", "own"});
}

TEST_CASE("uv takes .python-version before the interpreter of setup-python") {
    Folder folder;
    folder.write(".python-version", "3.10\n").write("uv.lock", "version = 1\n");
    folder.write("pyproject.toml",
                 "[project]\nname='a'\n[build-system]\nrequires=[]\n[dependency-groups]\ndev=['pytest']\nx=[]\n");
    write_job(folder, {"uv sync --group x", "uv run --frozen pytest -n auto"});
    const Leg leg = choose(folder).leg;
    CHECK(leg.python.value == "3.10");
    REQUIRE(leg.lock);
    CHECK(leg.lock->groups == Lines{"dev", "x"});
    CHECK(leg.lock->project == ProjectAs::editable);
    CHECK(std::any_of(leg.warn.begin(), leg.warn.end(),
                      [](const auto& text) { return text.find("but uv takes 3.10") != std::string::npos; }));
}

TEST_CASE("make, scripts and composite actions are followed") {
    Folder folder;
    folder.write(
        "Makefile",
        "PYTEST ?= pytest\ninstall:\n\tpip install -e .\ntest: install\n\t@DEBUG=1 bash scripts/test.sh $(ARGS)\n");
    folder.write("scripts/test.sh", "set -e\ncoverage run -m pytest tests \"$@\"\n");
    folder.write(".github/actions/run/action.yml",
                 "inputs: {what: {default: test}}\nruns:\n  using: composite\n  steps:\n    - run: make ${{ "
                 "inputs.what }} ARGS=-v\n      shell: bash\n");
    folder.write(".github/workflows/ci.yml", R"(
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    container: python:3.11-slim
    steps:
      - uses: ./.github/actions/run
)");
    const Leg leg = choose(folder).leg;
    CHECK(leg.python.value == "3.11");
    CHECK(lines(leg) == Lines{"-e ."});
    CHECK(value(leg, "DEBUG") == "1");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->coverage);
    CHECK(leg.pytest->options == Lines{"-v"});
    CHECK(leg.pytest->origin.text() == "scripts/test.sh:2");
}

TEST_CASE("a script tells by the files of a fresh checkout what it does") {
    Folder folder;
    folder.write("scripts/test",
                 "#!/bin/sh -e\nexport PREFIX=\"\"\nif [ -d 'venv' ] ; then\n  export PREFIX=\"venv/bin/\"\nfi\n"
                 "${PREFIX}coverage run -m pytest $@\n");
    folder.write(".github/workflows/ci.yml", "on: push\njobs: {t: {runs-on: x, steps: [{run: scripts/test -v}]}}\n");
    const Leg leg = choose(folder).leg;
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->options == Lines{"-v"});
    CHECK(value(leg, "PREFIX").empty());
    folder.write(".github/workflows/ci.yml",
                 "on: push\njobs: {t: {runs-on: x, steps: [{run: python -m venv venv}, {run: scripts/test -v}]}}\n");
    CHECK_FALSE(choose(folder).leg.pytest);  // now the folder is there, and nobody knows what the variable is
}

TEST_CASE("a command of tox may stand in set_env, and a leg's environ in its matrix") {
    Folder folder;
    folder.write(
        "tox.ini",
        "[testenv]\nsetenv = RUNNER = coverage run -m pytest\ncommands = {env:RUNNER:pytest} {posargs:tests}\n");
    folder.write(".github/workflows/ci.yml", R"(
on: push
jobs:
  t:
    runs-on: ubuntu-latest
    strategy: {matrix: {include: [{py: "3.12", env: {TOXENV: py312}}]}}
    steps:
      - run: tox
        env: ${{ matrix.env }}
)");
    const Leg leg = choose(folder).leg;
    REQUIRE(leg.tox);
    CHECK(leg.tox->environment == "py312");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->coverage);
    CHECK(leg.not_reaching == Lines{"TOXENV"});
}

TEST_CASE("what uses itself again and again ends") {
    Folder folder;
    std::string make, tasks = "[tool.poe.tasks]\n", steps;
    for (char c = 'a'; c < 'm'; ++c) {
        const std::string next(1, static_cast<char>(c + 1));
        std::string ten, quoted;
        for (int i = 0; i < 10; ++i) {
            ten += " " + next;
            quoted += (i ? ", '" : "'") + next + "'";
        }
        make += std::string(1, c) + ":" + ten + "\n\ttrue $(X)\n";
        tasks += std::string(1, c) + " = [" + quoted + "]\n";
    }
    folder.write("Makefile", "X = $(Y)$(Y)\nY = $(X)$(X)$(X)$(X)$(X)$(X)\n" + make + "m:\n\tpytest\n");
    folder.write("pyproject.toml", tasks + "m = 'pytest'\n");
    for (int i = 0; i < 10; ++i) steps += "    - uses: ./x\n";
    folder.write("x/action.yml", "runs:\n  using: composite\n  steps:\n" + steps);
    folder.write(
        ".github/workflows/ci.yml",
        "on: push\njobs: {t: {runs-on: x, steps: [{uses: ./x}, {run: make a}, {run: poe a}, {run: pytest}]}}\n");
    CHECK_NOTHROW(choose(folder));
}

TEST_CASE("tasks with a name are followed") {
    Folder folder;
    folder.write("pyproject.toml",
                 "[tool.poe.tasks]\nunit = 'pytest -m unit'\nall = ['unit', {cmd = 'pytest -m slow'}]\n"
                 "[tool.pixi.feature.t.tasks]\ncheck = {cmd = 'pytest -q', env = {A = 'b'}}\n");
    folder.write(".github/workflows/ci.yml", "on: push\njobs: {t: {runs-on: x, steps: [{run: poe all -v}]}}\n");
    Leg leg = choose(folder).leg;
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->options == Lines{"-m", "unit"});
    CHECK(leg.more_pytest.size() == 1);
    folder.write(".github/workflows/ci.yml",
                 "on: push\njobs: {t: {runs-on: x, steps: [{run: pixi run -e py check}]}}\n");
    leg = choose(folder).leg;
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->options == Lines{"-q"});
    CHECK(value(leg, "A") == "b");
    CHECK_FALSE(leg.not_knowable.empty());
}

TEST_CASE("tox-gh-actions chooses by the version and by variables") {
    Folder folder;
    folder.write("tox.ini",
                 "[tox]\nenvlist = py{39,310}-django{32,42}\n[gh-actions]\npython =\n  3.9: py39\n  3.10: py310\n"
                 "[gh-actions:env]\nDJANGO =\n  4.2: django42\n[testenv]\nusedevelop = true\n"
                 "deps = django42: Django>=4.2\ncommands = pytest\n");
    folder.write(".github/workflows/ci.yml", R"(
on: push
jobs:
  t:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-python@v5
        with: {python-version: "3.10"}
      - run: tox
        env: {DJANGO: "4.2"}
)");
    const Leg leg = choose(folder).leg;
    REQUIRE(leg.tox);
    CHECK(leg.tox->environment == "py310-django42");
    CHECK(lines(leg) == Lines{"Django>=4.2", "-e ."});
}

TEST_CASE("a program that is not read is named, and its leg still counts") {
    Folder folder;
    folder.write("Makefile", "test:\n\t./run everything\n");
    folder.write(".github/workflows/ci.yml", R"(
on: push
jobs:
  lint: {runs-on: x, steps: [{run: ruff check}]}
  t: {runs-on: x, steps: [{run: make test}]}
)");
    const Leg leg = choose(folder).leg;
    CHECK(leg.job == "t");
    CHECK_FALSE(leg.pytest);
    REQUIRE(!leg.not_knowable.empty());
    CHECK_THAT(leg.not_knowable[0], ContainsSubstring("the target test of Makefile"));
}

TEST_CASE("tests in an image have no packages that the files know") {
    Folder folder;
    folder.write(".github/workflows/ci.yml",
                 "on: push\nenv: {A: b}\njobs: {t: {runs-on: x, steps: [{run: pip install x}, "
                 "{run: docker compose run --rm web pytest -v}]}}\n");
    const Leg leg = choose(folder).leg;
    REQUIRE(leg.pytest);
    CHECK(leg.environ.empty());
    CHECK(leg.requirements.empty());
    CHECK_FALSE(leg.not_knowable.empty());
}

TEST_CASE("tests that pytest does not run get no pytest command") {
    Folder folder;
    folder.write(".github/workflows/ci.yml",
                 "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n"
                 "      - run: pip install django\n      - run: python manage.py test\n");
    const Leg leg = choose(folder).leg;
    CHECK_FALSE(leg.pytest);
    CHECK(lines(leg) == Lines{"django"});
    REQUIRE(!leg.not_knowable.empty());
    CHECK_THAT(leg.not_knowable[0], ContainsSubstring("manage.py test"));
}

TEST_CASE("GitLab's jobs extend each other") {
    Folder folder;
    folder.write(".gitlab-ci.yml", R"(
variables: {TAG: "3.11", WHERE: $CI_PROJECT_DIR/x}
.base:
  image: python:$TAG
  before_script: [pip install -r requirements.txt]
.more:
  script: &s
    - pytest -v
tests:
  extends: [.base]
  before_script:
    - !reference [.base, before_script]
    - pip install pytest
  script: *s
)");
    const Leg leg = choose(folder).leg;
    CHECK(leg.provider == Provider::gitlab);
    CHECK(leg.python.value == "3.11");
    CHECK(lines(leg) == Lines{"-r requirements.txt", "pytest"});
    CHECK(value(leg, "WHERE") == "?");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->origin.line == 8);
    CHECK_FALSE(leg.git_depth);
}

TEST_CASE("CircleCI and Azure are read in their simple forms") {
    Folder circle;
    circle.write(".circleci/config.yml", R"(
version: 2.1
jobs:
  build:
    parameters: {v: {type: string, default: "3.10"}}
    docker:
      - image: cimg/python:<< parameters.v >>
        environment: {TZ: America/New_York}
      - image: cimg/postgres:15
    steps:
      - checkout
      - run: {name: x, command: "pip install -e ."}
      - run: {name: y, command: "cat <<EOF > python.txt\n<< parameters.v >>\nEOF"}
      - run: {name: z, command: "cat <<EOF > a\nEOF\nTZ=<< parameters.v >> pytest"}
workflows:
  main: {jobs: [{build: {matrix: {parameters: {v: ["3.11", "3.12"]}}}}]}
)");
    const Leg leg = choose(circle).leg;
    CHECK(leg.python.value == "3.12");
    CHECK(value(leg, "TZ") == "3.12");
    CHECK(leg.services.size() == 1);
    CHECK(lines(leg) == Lines{"-e ."});
    Folder azure;
    azure.write("azure-pipelines.yml", R"yaml(
pool: {vmImage: ubuntu-22.04}
strategy:
  matrix:
    one: {python.version: "3.9"}
steps:
  - task: UsePythonVersion@0
    inputs:
      versionSpec: $(python.version)
  - script: pytest -v $(nothing)
    workingDirectory: $(Pipeline.Workspace)/s/part
    env: {SECRET: $(SECRET)}
)yaml");
    const Leg other = choose(azure).leg;
    CHECK(other.python.value == "3.9");
    CHECK(value(other, "PYTHON_VERSION") == "3.9");
    CHECK(value(other, "SECRET") == "?");
    CHECK(other.cwd.value == "part");
}

TEST_CASE("what is written can be loaded") {
    Folder folder;
    folder.write(".github/workflows/ci.yml", plain);
    const auto choice = choose(folder);
    TomlFacts facts;
    facts.git = true;
    facts.failing = {"tests/test_a.py::test[\"x\n\"]"};
    const std::string text = leg_toml(choice.leg, facts);
    const auto config = profile::read_config(profile::parse_toml(text, "testskew.toml"), folder.path / "testskew.toml",
                                             "testskew.toml", true);
    REQUIRE(config.profiles.size() == 2);
    const auto& ci = config.profiles[0];
    CHECK(ci.name == "ci");
    CHECK(std::get<std::string>(ci.keys.at("python").value) == "3.12");
    CHECK(std::get<Lines>(ci.keys.at("requirements").value) == Lines{"-r requirements.txt", "-e .[test]"});
    CHECK(std::get<std::string>(ci.keys.at("environ.B").value) == "three");
    CHECK(ci.keys.count("environ.TOKEN") == 0);
    CHECK_THAT(text, ContainsSubstring("# .github/workflows/ci.yml:17") && ContainsSubstring("TOKEN = ..."));
}

TEST_CASE("what profiles show prints becomes a profile of another name") {
    const std::string text = profile_table(
        "# profile leg, from leg.jsonl\npython = \"3.11.9\"   # leg.jsonl:1\n# seed = \"venv\"   # "
        "default\n\n[environ]\nA = \"b\"   # leg.jsonl:1\n",
        "ci");
    const auto config = profile::read_config(profile::parse_toml(text, "x"), "/x/testskew.toml", "x", true);
    REQUIRE(config.profiles.size() == 1);
    CHECK(config.profiles[0].name == "ci");
    CHECK(config.profiles[0].keys.size() == 2);
}

TEST_CASE("paths of lines are made relative to the project") {
    CHECK(line_from_root("-r requirements.txt", "backend") == "-r backend/requirements.txt");
    CHECK(line_from_root("-e .[test]", "backend") == "-e ./backend[test]");
    CHECK(line_from_root("click<9", "backend") == "click<9");
    CHECK(line_from_root("-r ../x.txt", "a") == "-r x.txt");
}

TEST_CASE("a project with no CI, and one with a broken one, get one line") {
    Folder folder;
    CHECK_THROWS_WITH(choose(folder), ContainsSubstring("no CI configuration"));
    folder.write(".github/workflows/ci.yml", "jobs: [\n");
    CHECK_THROWS_WITH(choose(folder), ContainsSubstring(".github/workflows/ci.yml:"));
    folder.write(".github/workflows/test.yml", "on: push\njobs: {a: {runs-on: x, steps: [{run: pytest}]}}\n");
    const auto choice = choose(folder);
    CHECK(choice.leg.pytest);
    CHECK(choice.not_read.size() == 1);
}
