"""The sessions of a run as jobs of a matrix: `plan --next`, `session`, `attribute`, and the workflow with them."""

import hashlib
import json
import os
import pathlib
import shutil

import projects
import pytest
import yaml
from conftest import CART, PROFILES, PROGRAM, ROOT, Project, environ
from github_workflow import Workflow
from pythons import find_python

NAME = "13-werkzeug-transitive"
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
    "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = "."\n',
    "testskew.toml": PROFILES,
}


def committed(project):
    return project.git("init", "-q").git("add", "-A").git("commit", "-qm", "all")


def matrix_of(result):
    assert result.status == 0, result
    return json.loads(result.out)["include"]


def rounds_of(project):
    return project.run_folders()[-1] / "rounds"


def sealed(document):
    """A document with the digest that testskew writes, as somebody who forges one can make it."""
    content = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return json.dumps({**content, "digest": hashlib.sha256(text.encode()).hexdigest()})


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A run whose first round is planned and answered, to be copied, with the matrix of that round."""
    project = Project(tmp_path_factory.mktemp("planned") / "shop")
    project.path.mkdir()
    committed(project.write(FILES))
    ran = project.testskew("run", "--bad", "ci", "--good", "local", "--no-attribute", "-j", "1")
    assert ran.status == 3, ran
    first = matrix_of(project.testskew("plan", "--next"))
    for leg in first:
        done = project.testskew("session", leg["session"])
        assert done.status == 0, done
        assert done.out.strip().endswith(f"rounds/{leg['session']}.answer.json")
    return project, first


@pytest.fixture
def answered(planned, tmp_path):
    """A copy of it, in another folder, as each job of a CI may have its checkout in another one."""
    project, first = planned
    shutil.copytree(project.path, tmp_path / "copy", symlinks=True)
    return Project(tmp_path / "copy"), first[0]["session"]


def test_a_round_asks_for_what_no_round_before_has_asked(planned):
    project, first = planned
    ids = [leg["session"] for leg in first]
    assert len(set(ids)) == len(ids) > 0
    assert {leg["os"] for leg in first} == {"ubuntu-latest"}
    assert {leg["python"].rpartition(".")[0] for leg in first} == {"3.11", "3.12"}  # one does not wait for the other
    second = matrix_of(project.testskew("plan", "--next"))
    assert second
    assert not set(ids) & {leg["session"] for leg in second}
    again = matrix_of(project.testskew("plan", "--next"))
    assert again == second
    assert len(matrix_of(project.testskew("plan", "--next", "--most", "1"))) == 1


def test_a_round_ahead_asks_for_more_and_needs_fewer_rounds(answered):
    project, first = answered
    rounds = rounds_of(project)
    shutil.rmtree(rounds)
    ids, count = set(), 0
    while legs := matrix_of(project.testskew("plan", "--next", "--ahead", "--quick", "--most", "10")):
        asked = [leg["session"] for leg in legs]
        assert not set(asked) & ids
        assert len(asked) <= 10
        if not ids:
            assert first in asked
            assert len(asked) > 4
        ids |= set(asked)
        count += 1
        for session in asked:
            assert project.testskew("session", session).status == 0
    assert count <= 2
    result = project.testskew("attribute")
    assert (result.status, "SUPPORTED  interpreter" in result.out) == (1, True), result
    assert "0 here" in result.out, result
    assert "no round has asked for" not in result.err, result


def cut(text, _):
    return text[: len(text) // 2]


def changed(**values):
    return lambda text, _: sealed({**json.loads(text), **values})


def edited(text, _):
    assert "passed" in text
    return text.replace("passed", "failed", 1)


def of_another_session(text, rounds):
    other = next(one for one in sorted(rounds.glob("*.answer.json")) if one.read_text() != text)
    return other.read_text()


def on_another_interpreter(text, _):
    document = json.loads(text)
    document["interpreter"]["build"] = "3.11.7 (another)"
    return sealed(document)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (cut, "is damaged or was cut off"),
        (lambda *_: "", "is damaged or was cut off"),
        (lambda *_: "[" * 100000, "is damaged or was cut off"),
        (edited, "is damaged: its digest is another one"),
        (changed(version="9.9"), "is of testskew 9.9, and this is"),
        (changed(run="20200101-000000-abcd"), "is an answer of another run"),
        (of_another_session, "answers another session"),
        (changed(files="0" * 40), "comes from other files of the project"),
        (changed(machine="Plan 9, mips"), "comes from another kind of machine (Plan 9, mips) than the base pair ("),
        (on_another_interpreter, "comes from another interpreter: another build of Python 3.1"),
    ],
)
def test_an_answer_that_is_not_one_is_told_and_asked_for_again(answered, change, told):
    project, session = answered
    file = rounds_of(project) / f"{session}.answer.json"
    file.write_text(change(file.read_text(), file.parent))
    result = project.testskew("plan", "--next")
    assert [leg["session"] for leg in matrix_of(result)][0] == session, result
    assert [line for line in result.err.splitlines() if told in line and "it is not used" in line], result


def test_an_answer_that_is_huge_or_a_link_is_not_read(answered):
    project, session = answered
    file = rounds_of(project) / f"{session}.answer.json"
    content = file.read_text()
    os.truncate(file, 3 << 30)
    result = project.testskew("plan", "--next")
    assert session in {leg["session"] for leg in matrix_of(result)}
    assert "is too large: it is not used" in result.err
    file.unlink()
    (project.path.parent / "elsewhere").write_text(content)
    file.symlink_to(project.path.parent / "elsewhere")
    result = project.testskew("plan", "--next")
    assert session in {leg["session"] for leg in matrix_of(result)}
    assert "cannot be read: it is not used" in result.err


def test_an_answer_that_nobody_asked_for_is_told(answered):
    project, session = answered
    rounds = rounds_of(project)
    shutil.copy(rounds / f"{session}.answer.json", rounds / "000000000000-1.answer.json")
    assert "1 answer of" in project.testskew("plan", "--next").err


def test_files_that_are_not_those_of_the_run_are_refused(answered):
    project, session = answered
    project.write({"tests/test_cart.py": "def test_empty():\n    pass\n"})
    for words in (["plan", "--next"], ["session", session], ["attribute"]):
        result = project.testskew(*words)
        assert result.status == 2, result
        assert "the project's files are not those of" in result.err


def test_another_machine_runs_no_session_and_attributes_from_answers_alone(answered):
    project, session = answered
    rounds = rounds_of(project)
    for file in rounds.glob("*.json"):
        file.write_text(sealed({**json.loads(file.read_text()), "machine": "Plan 9, mips"}))
    result = project.testskew("session", session)
    assert (result.status, "is not like that of the base pair (Plan 9, mips)" in result.err) == (4, True), result
    result = project.testskew("attribute")
    assert result.status == 4, result
    assert "cannot be run here: `testskew plan --next" in result.err
    assert "on this machine" not in result.err
    assert matrix_of(project.testskew("plan", "--next"))  # which runs nothing


def test_a_session_that_is_not_asked_for(answered):
    project, session = answered
    other = "0" * 12 + "-1"
    assert f"asks for no session {other}" in project.testskew("session", other).err
    task = rounds_of(project) / f"{session}.json"
    shutil.copy(task, task.with_name(other + ".json"))
    result = project.testskew("session", other)
    assert (result.status, "is another session" in result.err) == (4, True), result
    task.write_text(cut(task.read_text(), None))
    result = project.testskew("session", session)
    assert (result.status, "is damaged or was cut off" in result.err) == (4, True), result
    (rounds_of(project) / "ground.json").write_text("{}")
    result = project.testskew("plan", "--next")
    assert (result.status, "begin again with `testskew plan --next`" in result.err) == (2, True), result


def test_a_secret_is_in_no_file_of_a_round(project):
    committed(project.write(FILES))
    ran = project.testskew("run", "--bad", "ci", "--good", "local", "--no-attribute", "--env", "API_KEY=hunter2")
    assert ran.status == 3, ran
    result = project.testskew("plan", "--next")
    assert result.status == 2, result
    assert "API_KEY is a secret, and the sessions of a round lie in files that others can read" in result.err
    assert "hunter2" not in result.err + result.out
    assert not rounds_of(project).exists()


def test_nothing_to_attribute_is_an_empty_matrix(project):
    committed(project.write({**FILES, "tests/test_cart.py": "def test_fine():\n    pass\n"}))
    assert project.testskew("run", "--bad", "ci", "--good", "local", "--no-attribute").status == 0
    output = project.path.parent / "output"
    result = project.testskew("plan", "--next", "--github-output", "matrix", GITHUB_OUTPUT=str(output))
    assert (result.status, result.out) == (0, '{"include":[]}\n')
    assert output.read_text() == 'matrix={"include":[]}\n'
    assert "has nothing to attribute" in result.err


def test_rounds_are_for_runs_that_have_run_nothing_else(project):
    committed(project.write(FILES))
    assert project.testskew("run", "--bad", "ci", "--good", "local", "--quick").status == 1
    result = project.testskew("plan", "--next")
    assert (result.status, "start again with `testskew run --no-attribute`" in result.err) == (2, True), result
    assert project.testskew("plan", "--most", "3").status == 2


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """Folders for PATH: one with testskew, and for each Python the one that it lies in."""
    programs = tmp_path_factory.mktemp("programs")
    (programs / "testskew").symlink_to(PROGRAM)
    return programs, {version: pathlib.Path(find_python(version)).parent for version in ("3.11", "3.12")}


def verdict(report):
    """What a report says of its problems, without what depends on the machine and the time."""
    return [(one["verdicts"], [test["id"] for test in one["tests"]], one["cause"]) for one in report["clusters"]]


def test_the_workflow_comes_to_the_verdict_of_one_machine(tools, tmp_path):
    programs, pythons = tools
    folder = tmp_path / "project"
    projects.make_project(NAME, folder)
    project = committed(Project(folder))
    shutil.copytree(folder, tmp_path / "alone")
    alone = Project(tmp_path / "alone").testskew("run", "--json", "-")
    assert alone.status == 1, alone

    definition = yaml.safe_load((ROOT / ".github/workflows/rounds.yml").read_text())
    given = definition[True]["workflow_call"]["inputs"]  # YAML reads `on` as true
    inputs = {name: one.get("default") for name, one in given.items()} | {"python-versions": "3.11\n3.12"}
    variables = environ(PATH=os.pathsep.join([str(programs), os.environ["PATH"]]), PYTHONPATH=None)
    play = Workflow(definition, tmp_path / "play", project.path, ROOT, pythons, variables, inputs=inputs)
    jobs = play.run()
    logs = "\n".join(f"== {name}\n{one.log}" for name, several in jobs.items() for one in several)
    assert len(jobs["search"]) > 1, logs
    assert len(jobs["confirm"]) > 1, logs
    searched = {one.matrix["session"] for one in jobs["search"]}
    assert not searched & {one.matrix["session"] for one in jobs["confirm"]}, logs
    assert not any(one.failed for name in ("base", "search", "plan", "confirm") for one in jobs[name]), logs
    (last,) = jobs["attribute"]
    assert last.outputs["exit-code"] == "1", logs
    assert last.summary.startswith("## testskew: 1 test fails in bad and passes in good."), last.summary
    (report,) = pathlib.Path(tmp_path / "play/artifacts/rounds-run").glob("*/report.json")
    report = json.loads(report.read_text())
    assert verdict(report) == verdict(alone.json())
    answers = len(jobs["search"]) + len(jobs["confirm"])
    (note,) = [one for one in report["notes"] if "of the rounds" in one]
    assert f": {answers} had been run elsewhere, " in note, note
