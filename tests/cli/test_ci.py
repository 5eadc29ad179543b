"""testskew ci: legs that were recorded are compared, and what was found is written where a CI shows it."""

import json
import os
import shutil
import subprocess
import sys

import jsonschema
import pytest
from conftest import PROGRAM, ROOT, environ
from github_runner import commands_of

SCHEMA = json.loads((ROOT / "docs/ci.schema.json").read_text())
REPORT_SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text())
HOSTILE = "\x1b[31mred\x00 \u202edesrever\r\n::error::pwned\n%0A ]]> </script> </details> @everyone"
FILES = {
    "shop.py": """
        import os

        def zone():
            return os.environ["SHOP_ZONE"]
    """,
    "test_shop.py": """
        import shop

        def test_zone():
            assert shop.zone() == "here"

        def test_zone_again():
            assert shop.zone() == "here"

        def test_fine():
            pass
    """,
    "pytest.ini": "[pytest]\n",
}


def document_of(result):
    """The document that `ci --json -` has written, which is as its schema says."""
    document = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    for comparison in document["comparisons"]:
        jsonschema.Draft202012Validator(REPORT_SCHEMA).validate(comparison["report"])
    return document


@pytest.fixture
def shop(project):
    return project.write(FILES)


def record(project, venv, name, *command, **changes):
    """Records a leg as `name`, and returns the exit status of its command."""
    path = project.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    variables = {"PATH": f"{venv / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": None, **changes}
    return subprocess.run(
        [PROGRAM, "record", "--here", "-q", "-o", path, "--", *(command or ("pytest", "-q"))],
        cwd=project.path,
        env=environ(**variables),
        capture_output=True,
    ).returncode


@pytest.fixture
def legs(shop, venv):
    """A failed leg and one that passed."""
    assert record(shop, venv, "legs/bad.jsonl") == 1
    assert record(shop, venv, "legs/good.jsonl", SHOP_ZONE="here") == 0
    return shop


def on_github(project, *arguments, **changes):
    """The result of `testskew ci` in a step of GitHub, with its annotations, summary and outputs."""
    for name in ("summary.md", "output.txt"):
        (project.path / name).write_text("")
    here = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(project.path),
        "GITHUB_STEP_SUMMARY": str(project.path / "summary.md"),
        "GITHUB_OUTPUT": str(project.path / "output.txt"),
    }
    result = project.testskew("ci", *arguments, **{**here, **changes})
    result.annotations = commands_of(result.out + result.err)
    result.summary = (project.path / "summary.md").read_text()
    result.outputs = dict(line.split("=", 1) for line in (project.path / "output.txt").read_text().splitlines())
    return result


def test_a_failed_leg_is_compared_with_one_that_passed(legs):
    result = legs.testskew("ci", "legs", GITHUB_ACTIONS=None, GITLAB_CI=None)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("1 of 2 legs failed: bad. 2 tests fail")
    assert "bad is compared with good, the only leg in which these tests pass: they differ in SHOP_ZONE" in result.out
    assert "::error" not in result.out


def test_the_exit_code_is_that_of_what_was_found_if_asked_for(legs):
    assert legs.testskew("ci", "legs", "--exit-code").status == 3
    assert legs.testskew("ci", "legs/good.jsonl", "--exit-code").status == 0
    (legs.path / "none").mkdir()
    assert legs.testskew("ci", "none", "--exit-code").status == 2
    (legs.path / "none/bad.jsonl").write_text("no recording\n")
    unread = legs.testskew("ci", "none/bad.jsonl", "--good", "legs/good.jsonl", "--exit-code")
    assert unread.status == 2 and "Nothing is known: 1 leg has no usable recording." in unread.out, unread
    assert legs.testskew("ci", "legs", "--nonsense").status == 2


def test_github_gets_annotations_a_summary_and_outputs(legs):
    result = on_github(legs, "legs")
    assert result.status == 0
    (one,) = result.annotations
    assert one["level"] == "error"
    assert (one["file"], one["line"]) == ("shop.py", "5")
    assert "fails in bad, passes in good" in one["message"]
    assert "SHOP_ZONE" in one["message"]
    assert result.summary.startswith("### testskew: 1 of 2 legs failed: bad.")
    assert result.outputs == {"failed-legs": "bad", "problems": "1", "proven": "0", "exit-code": "3"}


def test_paths_are_relative_to_the_root_of_the_repository(project, venv):
    project.write({f"backend/{name}": text for name, text in FILES.items()})
    below = type(project)(project.path / "backend")
    record(below, venv, "leg.jsonl")
    result = on_github(below, "leg.jsonl", GITHUB_WORKSPACE=str(project.path))
    assert {one["file"] for one in result.annotations} == {"backend/shop.py"}


def test_gitlab_gets_a_section_and_a_code_quality_report(legs):
    result = legs.testskew("ci", "legs", "-o", "gl.json", GITLAB_CI="true", GITHUB_ACTIONS=None)
    assert result.status == 0
    assert result.out.startswith("\x1b[0Ksection_start:")
    assert "section_end:" in result.out.split("\n")[-3]  # the carriage return was read as a line end
    (entry,) = json.loads((legs.path / "gl.json").read_text())
    assert entry["location"] == {"path": "shop.py", "lines": {"begin": 5}}


def test_json_has_the_legs_and_the_report_of_each_comparison(legs):
    document = document_of(legs.testskew("ci", "legs", "--json", "-"))
    assert [(leg["name"], leg["state"]) for leg in document["legs"]] == [("bad", "failed"), ("good", "passed")]
    (comparison,) = document["comparisons"]
    assert (comparison["bad"], comparison["good"]) == ("bad", "good")
    assert comparison["report"]["schema"] == 1
    assert document["problems"][0]["tests"] == 2


def test_only_passing_legs_say_so_and_leave_no_summary(legs):
    (legs.path / "legs/bad.jsonl").unlink()
    result = on_github(legs, "legs")
    assert (result.status, result.annotations, result.summary) == (0, [], "")
    assert "No leg failed: 1 leg passed." in result.out


def test_only_failing_legs_are_told_without_a_comparison(legs):
    (legs.path / "legs/good.jsonl").unlink()
    result = on_github(legs, "legs")
    assert result.status == 0
    assert len(result.annotations) == 1
    assert "there is no leg in which it passes" in result.annotations[0]["message"]


def test_a_recording_that_is_known_to_be_good_comes_first(legs, venv):
    record(legs, venv, "reference.jsonl", "pytest", "-q", "-p", "no:cacheprovider", SHOP_ZONE="here")
    result = legs.testskew("ci", "legs", "--good", "reference.jsonl")
    assert "bad is compared with reference, which was given as good" in result.out


def test_of_several_legs_it_is_said_what_separates_them(shop, venv):
    for name, changes in {
        "a": {},
        "b": {"NO_COLOR": "1"},
        "c": {"SHOP_ZONE": "here"},
        "d": {"SHOP_ZONE": "here", "NO_COLOR": "1"},
    }.items():
        record(shop, venv, f"legs/{name}.jsonl", TESTSKEW_KEY="one key", **changes)
    document = document_of(shop.testskew("ci", "legs", "--json", "-"))
    (problem,) = document["problems"]
    assert (problem["legs"], sorted(problem["passes_in"])) == (["a", "b"], ["c", "d"])
    assert [(one["factor"], one["name"]) for one in problem["separated_by"]] == [("environ", "SHOP_ZONE")]
    assert (
        "from those in which it passes: SHOP_ZONE (seen, not tested)"
        in on_github(shop, "legs").annotations[0]["message"]
    )


def test_artifacts_in_folders_give_the_legs_their_names(legs):
    for name in ("bad", "good"):
        folder = legs.path / f"downloaded/testskew-{name}-1"
        folder.mkdir(parents=True)
        shutil.copy(legs.path / f"legs/{name}.jsonl", folder / "leg.jsonl")
    result = legs.testskew("ci", "downloaded")
    assert "1 of 2 legs failed: bad-1." in result.out


def test_the_same_leg_twice_counts_once(legs):
    shutil.copy(legs.path / "legs/bad.jsonl", legs.path / "legs/copy.jsonl")
    result = legs.testskew("ci", "legs", "legs/bad.jsonl")
    assert "1 of 2 legs failed" in result.out
    assert result.out.count("is one recording") + result.out.count("are one recording") == 1


def test_what_is_no_usable_recording_is_one_line_each_and_never_red(legs):
    lines = (legs.path / "legs/good.jsonl").read_text().splitlines()
    newer = json.loads(lines[0])
    newer["schema"] = 2
    (legs.path / "legs/newer.jsonl").write_text("\n".join([json.dumps(newer), *lines[1:]]) + "\n")
    (legs.path / "legs/empty.jsonl").write_text("")
    (legs.path / "legs/other.jsonl").write_text("not json\n")
    result = on_github(legs, "legs", "missing.jsonl")
    assert result.status == 0
    errors = result.err.splitlines()
    assert len(errors) == 4, result  # one line each
    for said in (
        "newer.jsonl was written by a newer testskew",
        "empty.jsonl is not a rec",
        "cannot read",
        "other.jsonl",
    ):
        assert sum(said in line for line in errors) == 1, said
    assert [one["level"] for one in result.annotations] == ["error", "warning"]


def test_a_leg_without_a_session_is_as_its_command(shop, venv):
    assert record(shop, venv, "legs/green.jsonl", "true") == 0
    assert record(shop, venv, "legs/red.jsonl", "sh", "-c", "exit 9") == 9
    result = on_github(shop, "legs")
    assert result.status == 0
    assert "The leg red failed." in result.out
    messages = {one["level"]: one["message"] for one in result.annotations}
    assert "red failed, and no test of it did: its command ended with exit status 9" in messages["error"]
    assert "green.jsonl holds no session of pytest" in messages["warning"]


def test_each_session_of_a_leg_is_compared_with_the_one_that_ran_the_same_tests(shop, venv):
    shop.write({"test_unit.py": "import os\ndef test_unit(): assert os.environ.get('UNIT') != 'broken'\n"})
    command = ("sh", "-c", "pytest -q test_unit.py; unit=$?; pytest -q test_shop.py && exit $unit")
    assert record(shop, venv, "legs/good.jsonl", *command, SHOP_ZONE="here") == 0
    assert record(shop, venv, "legs/half.jsonl", *command) == 1
    assert record(shop, venv, "legs/none.jsonl", *command, UNIT="broken") == 1
    document = document_of(shop.testskew("ci", "legs", "--budget", "1", "--json", "-"))
    assert [leg["outcomes"] for leg in document["legs"]][0] == {"passed": 4}
    pairs = [(one["bad"], one["good"]) for one in document["comparisons"]]
    assert pairs == [("half", "good"), ("none", "half"), ("none", "good")]
    assert sorted(problem["tests"] for problem in document["problems"]) == [1, 2]
    sessions = [(one["bad_session"], one["good_session"]) for one in document["comparisons"]]
    assert sessions == [(1, 2), (1, 2), (2, 2)]
    # The value of SHOP_ZONE is not recorded, so that the tests fail on both sides once they are set up again.
    why = document["comparisons"][0]["not_attributed"]
    assert "do not differ in their failures; reproduced: 2 of 2 failures of half.jsonl" in why, document["comparisons"]


def test_a_session_that_died_has_failed(shop, venv):
    shop.write({"test_shop.py": "import os\ndef test_one(): pass\ndef test_dies(): os.kill(os.getpid(), 9)\n"})
    assert record(shop, venv, "legs/dead.jsonl") != 0
    shop.write({"test_shop.py": "def test_one(): pass\ndef test_dies(): pass\n"})
    assert record(shop, venv, "legs/good.jsonl") == 0
    result = on_github(shop, "legs")
    assert result.status == 0
    assert "1 of 2 legs failed: dead." in result.out
    assert any("test_dies" in one["message"] for one in result.annotations)


def test_a_recording_of_another_project_is_left_aside(legs, venv, tmp_path):
    other = type(legs)(tmp_path / "other")
    other.path.mkdir()
    other.write({"test_else.py": "def test(): assert 0\n", "pytest.ini": "[pytest]\n"})
    for one in (legs, other):
        one.git("init", "-q").git("add", "-A").git("commit", "-qm", one.path.name)
    record(legs, venv, "legs/bad.jsonl")
    record(legs, venv, "legs/good.jsonl", SHOP_ZONE="here")
    record(other, venv, str(legs.path / "legs/other.jsonl"))
    result = legs.testskew("ci", "legs")
    assert "1 of 2 legs failed: bad." in result.out, result
    assert "other.jsonl is of another project or commit" in result.err


def test_no_recording_at_all_is_said(project):
    (project.path / "legs").mkdir()
    result = on_github(project, "legs")
    assert result.status == 0
    assert "No leg was recorded." in result.out
    assert [one["message"] for one in result.annotations] == ["there is no recording (*.jsonl) in legs"]


def test_without_an_argument_it_is_the_recording_that_record_writes(shop, venv):
    result = shop.testskew("ci")
    assert (result.status, result.out, result.err.count("\n")) == (0, "", 1)
    assert "there is no leg.jsonl here" in result.err
    assert shop.testskew("ci", "--exit-code").status == 2
    record(shop, venv, "leg.jsonl")
    assert shop.testskew("ci").out.startswith("The leg leg failed.")


def test_a_file_that_was_cut_off_says_so(legs):
    path = legs.path / "legs/bad.jsonl"
    path.write_bytes(path.read_bytes()[:3000])
    result = legs.testskew("ci", "legs")
    assert result.status == 0
    assert "bad failed, and no test of it did: the recording was cut off" in result.out


def test_a_summary_that_cannot_be_written_changes_nothing_else(legs):
    result = on_github(legs, "legs", GITHUB_STEP_SUMMARY=str(legs.path / "no/such/folder"))
    assert result.status == 0
    assert result.outputs["problems"] == "1"
    assert "the job summary could not be written" in result.err
    assert {one["level"] for one in result.annotations} == {"error", "warning"}


def test_what_tests_print_never_becomes_a_command(shop, venv):
    text = HOSTILE + " ::error::pwned" * 40  # the report's lines are wrapped, so that some begin with it
    shop.write({"test_shop.py": f"def test_zone(): raise ValueError({text!r})\n"})
    record(shop, venv, "legs/bad.jsonl")
    result = on_github(shop, "legs")
    assert len(result.annotations) == 1
    assert "pwned" not in result.annotations[0].get("title", "")
    assert result.annotations[0]["message"].startswith("ValueError: ")
    unguarded = "\n".join(line for line in result.out.split("\n") if not line.startswith("::stop-commands::"))
    assert len(commands_of(unguarded)) > 1
    for text in (result.out, result.summary):
        assert "\x00" not in text
        assert "\u202e" not in text
    assert "\x1b" not in result.summary
    assert "&lt;/details&gt;" in result.summary or "```" in result.summary


def test_with_a_budget_the_cause_is_found(legs, venv):
    version = "%d.%d" % sys.version_info[:2]
    legs.write({"requirements.txt": "pytest\n"})
    for name, changes in (("bad", {}), ("good", {"SHOP_ZONE": "here"})):
        subprocess.run(
            [PROGRAM, "record", "--here", "-q", "-o", f"legs/{name}.jsonl", "--values", "SHOP_ZONE", "--", "pytest"],
            cwd=legs.path,
            env=environ(PATH=f"{venv / 'bin'}:{os.environ['PATH']}", PYTHONPATH=None, TESTSKEW_KEY="k", **changes),
            capture_output=True,
        )
    result = on_github(legs, "legs", "--budget", "5", "--exit-code")
    assert result.status == 1, (version, result)
    (one,) = result.annotations
    assert one["title"] == "testskew: proven: environ (2 tests)"
    assert "SHOP_ZONE" in one["message"]
    assert result.outputs["proven"] == "1"
    assert "**proven**" in result.summary


def test_when_the_budget_is_used_up_the_other_legs_are_compared(legs, venv):
    (legs.path / "requirements.txt").write_text("pytest\n")
    legs.write({"test_more.py": "import os\ndef test_more(): assert os.environ.get('MORE') == '1'\n"})
    for name, changes in {"all": {"SHOP_ZONE": "here", "MORE": "1"}, "less": {"SHOP_ZONE": "here"}}.items():
        record(legs, venv, f"legs/{name}.jsonl", **changes)
    record(legs, venv, "legs/bad.jsonl", MORE="1")
    (legs.path / "legs/good.jsonl").unlink()
    result = legs.testskew("ci", "legs", "--budget", "0.01")
    assert result.status == 0
    assert "bad is compared with all" in result.out
    assert "less is compared with all" in result.out
    assert "note: no cause was looked for: the time was used up (--budget)" in result.out


def test_a_leg_that_cannot_be_set_up_here_is_still_compared(legs):
    path = legs.path / "legs/bad.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        if line["t"] == "session":
            line["interpreter"]["implementation"] = "pypy"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = legs.testskew("ci", "legs", "--budget", "1")
    assert result.status == 0
    assert "no cause was looked for: bad.jsonl was recorded with pypy" in result.out
    assert "bad is compared with good" in result.out
