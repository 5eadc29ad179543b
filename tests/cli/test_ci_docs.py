"""The examples of docs/ci.md, run as they stand there."""

import os
import re
import shutil

import pytest
import yaml
from conftest import CART, PROGRAM, ROOT, environ, make_venv
from github_workflow import Workflow
from gitlab_runner import Loader
from pythons import find_python

FILES = {
    **CART,
    "tests/test_cart.py": """
        from shop import cart

        def test_empty(tmp_path):
            (tmp_path / "cart").mkdir()
            cart.empty(tmp_path / "cart")

        def test_fine():
            pass
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
}


def examples():
    text = (ROOT / "docs/ci.md").read_text()
    return [yaml.load(block, Loader) for block in re.findall(r"```yaml\n(.*?)```", text, re.S)]


@pytest.fixture(scope="module")
def pythons(tmp_path_factory):
    """The programs of an environment with pytest for each Python, as setup-python and pip leave them."""
    result = {}
    for version in ("3.11", "3.12"):
        python = find_python(version)
        folder = tmp_path_factory.mktemp("python") / version
        result[version] = make_venv(folder, "pytest", python=python) / "bin"
    return result


@pytest.fixture
def play(project, pythons, tmp_path):
    """Plays a workflow on the project. Programs of the runner: testskew, and a pipx that starts it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "testskew").symlink_to(PROGRAM)
    (programs / "pipx").write_text('#!/bin/sh\n[ "$1" = run ] || exit 1\nshift\nexec "$@"\n')
    (programs / "pipx").chmod(0o755)
    project.write(FILES).git("init", "-q").git("add", "-A").git("commit", "-qm", "all")

    def run(definition):
        path = os.pathsep.join([str(programs), os.environ["PATH"]])
        variables = environ(PATH=path, PYTHONPATH=None)
        secrets = {"TESTSKEW_KEY": "one key for all"}
        return Workflow(definition, tmp_path / "run", project.path, ROOT, pythons, variables, secrets).run()

    return run


def test_one_leg(play, project, pythons):
    definition = examples()[0]
    (use,) = [step for step in definition["jobs"]["test"]["steps"] if "testskew" in step.get("uses", "")]
    del use["with"]["good"]  # there is none yet
    (job,) = play(definition)["test"]
    assert not job.failed, job.log
    assert (job.annotations, job.summary) == ([], "")


def test_a_matrix_is_planned_recorded_compared_explained_and_brought_home(play, project, tmp_path):
    definition = examples()[1]
    for step in definition["jobs"]["test"]["steps"]:
        if "with" in step and "run" in step["with"]:
            assert step["with"]["run"] == "tox -e py"
            step["with"]["run"] = "python -m pytest -q"  # tox would build an environment of its own
    jobs = play(definition)
    assert [(leg.matrix["leg"], leg.failed) for leg in jobs["test"]] == [("py3.11", True), ("py3.12", False)]
    assert all((leg.annotations, leg.summary) == ([], "") for leg in jobs["test"])
    (last,) = jobs["compare"]
    assert not last.failed, last.log
    (error,) = [one for one in last.annotations if one["level"] == "error"]
    assert error["title"] == "testskew: proven: interpreter (1 test)", last.log
    assert (error["file"], error["line"]) == ("shop/cart.py", "5")
    assert "shutil.rmtree(onexc=) is new in Python 3.12" in last.summary
    assert "1 of 2 legs failed: py3.11" in last.summary
    shutil.copytree(tmp_path / "run/artifacts/testskew-py3.11", project.path / "testskew-py3.11")
    home = project.testskew("run", "--bad", "testskew-py3.11/py3.11.jsonl", "--good", "3.12", "--no-attribute")
    assert "reproduced: 1 of 1 failure of py3.11.jsonl, the same as recorded" in home.out, home


def test_the_template_has_what_the_example_extends():
    definition = examples()[2]
    template = yaml.load((ROOT / "templates/testskew.yml").read_text(), Loader)
    extended = [job["extends"] for job in definition.values() if "extends" in job]
    assert extended == [".testskew-leg", ".testskew-compare"]
    assert set(extended) <= set(template)
