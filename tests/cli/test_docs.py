"""Every command of the README and of docs/ is run as it stands there, each page from top to end in one shell."""

import os
import pathlib
import re
import shutil
import subprocess
import textwrap

import pytest
from conftest import CART, PROFILES, PROGRAM, ROOT, Project, environ, make_venv, pythons
from test_init import LOG

PAGES = ["README.md", "CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/*.md"))]

# The exit status of each command of a page, in its order. 1 is a regression with a shown cause, or a failing test. None
# is a command that is not run here, for a reason that NOT_RUN gives.
STATUSES = {
    "README.md": [1, 0, 0, 1, 1, 3, 0, 1, 0, 1, 1, 0, 3, 3, 0],
    "docs/agents.md": [1, 1, 3],
    "docs/ci.md": [0, 0, 0, None, 1, 1],
    "docs/hook.md": [0, 1, None],
    "docs/index.md": [1],
    "docs/init.md": [0, 0, 0, 0, 0],
    "docs/install.md": [None, None, None, None, None, 0],
    "docs/legs.md": [1, 1, 1, 3],
    "docs/matrix.md": [3, 3, 3, 3],
    "docs/profiles.md": [0, 0, 1],
    "docs/repro.md": [0, 0, 0],
    "docs/verify.md": [3, 3, 3],
    "docs/tutorial.md": [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 3],
}

NOT_RUN = {
    "gh": "there is no workflow run to download from",
    "uvx": "tests/install does",
    "uv": "tests/install does",
    "script/wheel": "tests/install does",
    "ROUNDS=10": "it measures, for minutes",
}

PROJECT = {
    **CART,
    "tests/test_fine.py": "def test_fine():\n    pass\n",
    "tests/integration/test_cart.py": """
        from shop import cart

        def test_empty(tmp_path):
            (tmp_path / "cart").mkdir()
            cart.empty(tmp_path / "cart")
    """,
    "pyproject.toml": """
        [project]
        name = "shop"
        version = "1"
        requires-python = ">=3.11,<3.13"
        [tool.pytest.ini_options]
        pythonpath = "."
    """,
    "requirements-test.txt": "pytest\n",
    "tox.ini": """
        [tox]
        skipsdist = true
        [testenv]
        deps = pytest
        commands = pytest tests
    """,
    ".github/workflows/unit.yml": """
        on: push
        jobs:
          test:
            strategy:
              matrix:
                os: [ubuntu]
                py: ["3.11", "3.12"]
            runs-on: ${{ matrix.os }}-latest
            steps:
              - uses: actions/checkout@v4
              - uses: actions/setup-python@v5
                with:
                  python-version: ${{ matrix.py }}
              - run: pip install -r requirements-test.txt
              - run: pytest tests
    """,
    "plan.json": '{"include": [{"leg": "py311"}, {"leg": "py313"}]}\n',
    ".gitignore": ".venv/\n*.jsonl\nrecordings/\ntestskew-py3.11/\n.testskew/\n",
}


def commands(page):
    """The lines of a page that show a command, without the comment behind it."""
    blocks = re.findall(r"^```console\n(.*?)^```", (ROOT / page).read_text(), re.S | re.M)
    lines = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [re.sub(r"\s{2,}# .*", "", line).strip() for line in lines]


def is_run(command):
    return command.split()[0] not in NOT_RUN


def test_every_command_has_an_expected_status():
    for page in PAGES:
        found, expected = commands(page), STATUSES.get(page, [])
        assert len(found) == len(expected), (page, found)
        for command, status in zip(found, expected):
            assert is_run(command) == (status is not None), (page, command)


@pytest.fixture(scope="session")
def step_environments(tmp_path_factory):
    """Virtual environments with pytest, click and tox, as the steps of CI and a developer have them."""
    folder = tmp_path_factory.mktemp("steps")
    for version in ("3.11", "3.12"):
        more = ["tox"] if version == "3.11" else []
        make_venv(folder / version, "pytest", "click", *more, python=pythons.find_python(version))
    return folder


def program_on_path(folder):
    """A folder for PATH in which testskew is the program that is tested, with uv."""
    folder.mkdir()
    (folder / "testskew").symlink_to(PROGRAM)
    if uv := pythons.find_uv():
        (folder / "uv").symlink_to(uv)  # a script of repro takes it
    return folder


@pytest.fixture
def scene(tmp_path, step_environments):
    """The project of a reader, with the environment, the recordings and the remote that the pages speak of."""
    (tmp_path / "project").mkdir()
    project = Project(tmp_path / "project").write(PROJECT)
    project.git("init", "-q", "-b", "main").git("add", "-A").git("commit", "-q", "-m", "The shop")
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "remote"], check=True)
    project.git("remote", "add", "origin", str(tmp_path / "remote"))
    project.git("config", "push.autoSetupRemote", "true")
    subprocess.run(["cp", "-R", step_environments / "3.12", project.path / ".venv"], check=True)
    config = project.path / ".venv/pyvenv.cfg"
    config.write_text(config.read_text().replace(str(step_environments / "3.12"), str(project.path / ".venv")))
    return project


def record(project, step_environments, version, *files):
    """A recording of a leg with that Python, copied to each of the files."""
    path = "%s:%s" % (step_environments / version / "bin", os.environ["PATH"])
    done = project.testskew("record", "--here", "-o", "first.jsonl", "--", "pytest", "-q", "tests", PATH=path)
    assert (project.path / "first.jsonl").exists(), done
    for name in files:
        (project.path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project.path / "first.jsonl", project.path / name)
    (project.path / "first.jsonl").unlink()


def record_legs(project, step_environments):
    failing = ["leg.jsonl", "py311.jsonl", "recordings/py311.jsonl", "testskew-py3.11/py3.11.jsonl"]
    record(project, step_environments, "3.11", *failing)
    record(project, step_environments, "3.12", "main.jsonl", "other-leg.jsonl", "py312.jsonl", "recordings/py312.jsonl")


def shell_session(lines, cwd, path, home, between=":"):
    """Runs the lines one after the other in one bash: the exit status of each, and all that was printed."""
    script = "".join(f"{between}\n{line}\necho \"@@ $?\"\n" for line in lines)
    folders = "%s:%s" % (path, os.environ["PATH"])
    variables = environ(PATH=folders, HOME=str(home), VIRTUAL_ENV=None, COLUMNS="100", GIT_CONFIG_NOSYSTEM="1")
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=cwd,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
    )
    return [int(status) for status in re.findall(r"^@@ (\d+)$", done.stdout, re.M)], done.stdout


# What a page takes for granted, beside the project.
NEEDS_RECORDINGS = {"README.md", "docs/ci.md", "docs/legs.md", "docs/matrix.md", "docs/verify.md"}
NEEDS_PROFILES = {"docs/profiles.md"}
NEEDS_RUN = {"docs/repro.md", "docs/verify.md"}
# Each command of this page is meant to be the only one.
ALTERNATIVES = {"docs/init.md": "rm -f testskew.toml"}


@pytest.mark.parametrize("page", [page for page in STATUSES if page != "docs/tutorial.md"])
def test_commands_of(page, scene, step_environments, tmp_path):
    if page == "README.md":
        # CI has one leg, so that init and run take the one that fails.
        workflow = scene.path / ".github/workflows/unit.yml"
        workflow.write_text(workflow.read_text().replace('["3.11", "3.12"]', '["3.11"]'))
        scene.git("commit", "-q", "-a", "-m", "One leg")
    if page in NEEDS_RECORDINGS:
        record_legs(scene, step_environments)
    if "3.13" in "".join(commands(page)) and pythons.find_python("3.13") is None:
        pytest.skip("Python 3.13 is not there")
    if page in NEEDS_RUN:
        assert scene.testskew("run", "--bad", "3.11", "--good", "3.12", "--quick", "tests").status == 1
    if page in NEEDS_PROFILES:
        scene.write({"testskew.toml": PROFILES})
        scene.git("add", "testskew.toml").git("commit", "-q", "-m", "Profiles")
    if page == "docs/init.md":
        (scene.path / "job.log").write_text(LOG)
        (scene.path / "report.xml").write_text('<testsuites><testsuite tests="0"/></testsuites>')
    shown = [(command, status) for command, status in zip(commands(page), STATUSES[page]) if status is not None]
    path = program_on_path(tmp_path / "bin")
    (path / "tox").symlink_to(step_environments / "3.11/bin/tox")
    for version in ("3.11", "3.12"):  # which the script of repro looks for
        (path / f"python{version}").symlink_to(pythons.find_python(version))
    found, output = shell_session(
        [command for command, _ in shown], scene.path, path, tmp_path, ALTERNATIVES.get(page, ":")
    )
    assert found == [status for _, status in shown], output


def test_the_tutorial(tmp_path):
    """What its blocks of output show is what the program prints, and its commands do what it says."""
    page = "docs/tutorial.md"
    lines = [command.replace("/tmp/", f"{tmp_path}/") for command in commands(page)]
    # The example comes from the repository, which the tests do not write to.
    lines[0] = lines[0].replace("examples/", f"{ROOT}/examples/")
    found, output = shell_session(lines, tmp_path, program_on_path(tmp_path / "bin"), tmp_path)
    assert found == STATUSES[page], output
    printed = re.sub(r"\s+", " ", output)
    for block in re.findall(r"^```text\n(.*?)^```", (ROOT / page).read_text(), re.S | re.M):
        for line in block.splitlines():
            assert re.sub(r"\s+", " ", line.strip()) in printed, (line, output)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    """The site checks the links among its own pages (script/docs); these are those of the repository."""
    text = re.sub(r"^```.*?^```", "", (ROOT / page).read_text(), flags=re.S | re.M)
    made = {"docs/report-json.md"}  # by script/docs
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"\w+:", target):
            path = os.path.normpath(pathlib.Path(page).parent / target)
            assert path in made or (ROOT / path).exists(), (page, target)


def test_the_site_has_every_page():
    """A page that is not in the navigation is found by nobody."""
    site = (ROOT / "mkdocs.yml").read_text()
    for page in ROOT.glob("docs/*.md"):
        assert f": {page.name}\n" in site, page.name
    assert textwrap.dedent(site).count("report-json.md") == 1
