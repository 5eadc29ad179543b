"""`testskew verify` after a fix, after half a fix, after one that breaks something else, and after none."""

import json
import shutil
import signal

import jsonschema
import pytest
import pythons
from conftest import PROFILES, ROOT

SCHEMA = json.loads((ROOT / "docs/verify.schema.json").read_text())

PROJECT = {
    "testskew.toml": PROFILES,
    "pytest.ini": "[pytest]\n",
    "app.py": """
        import itertools

        def pairs(values):
            return list(itertools.batched(values, 2))

        def double(value):
            return 2 * value
    """,
    "test_app.py": """
        import app

        def test_pairs():
            assert app.pairs([1, 2]) == [(1, 2)]

        def test_double():
            assert app.double(2) == 4
    """,
}
MENDED = """
    def pairs(values):
        return list(zip(values[::2], values[1::2]))

    def double(value):
        return 2 * value
"""


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    """A project whose test fails in ci (3.11 has no itertools.batched), with its run."""
    from conftest import Project

    folder = tmp_path_factory.mktemp("failed") / "project"
    folder.mkdir()
    project = Project(folder).write(PROJECT)
    project.git("init", "-q").git("add", "-A").git("commit", "-qm", "one")
    assert project.testskew("run", "--no-attribute").status == 3
    return project


@pytest.fixture
def failing(failed, tmp_path):
    """A copy of it. A run belongs to its folder, so that it is made again there."""
    from conftest import Project

    shutil.copytree(failed.path, tmp_path / "project", ignore=shutil.ignore_patterns(".testskew"))
    copied = Project(tmp_path / "project")
    assert copied.testskew("run", "--no-attribute").status == 3
    return copied


def verified(project, *options, status=0, **changes):
    result = project.testskew("verify", "--json", "-", *options, **changes)
    assert result.status == status, result
    document = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["exit_code"] == status
    return document


@pytest.fixture
def older():
    """A Python before the two of the profiles."""
    for version in ("3.10", "3.9", "3.8"):
        if pythons.find_python(version):
            return version
    pytest.skip("needs a Python before 3.11")


def standings(document, problem=0):
    return {side["side"]: side["standing"] for side in document["problems"][problem]["sides"]}


def test_a_fix_is_gone_everywhere_and_follows_the_cause(failing, older):
    failing.write({"app.py": MENDED})
    document = verified(failing, "--also", older)
    assert standings(document) == {"ci": "gone", "local": "gone", older: "gone"}
    assert document["problems"][0]["without_the_change"] == {
        "result": "comes back",
        "sides": ["ci"],
        "failed": 1,
        "sessions": 1,
    }
    assert document["changed"] == ["app.py"]
    assert document["broken"] == []
    assert document["verified"] is True
    text = failing.testskew("verify").out
    assert "Verified: What failed in" in text
    assert "The fix follows the cause: with your change undone it fails again in ci" in text
    assert failing.path.joinpath("app.py").read_text().startswith("\ndef pairs")  # it was undone elsewhere


def test_without_a_change_the_failure_is_still_there(failing):
    document = verified(failing, status=3)
    assert standings(document) == {"ci": "still", "local": "gone"}
    assert document["changed"] == []
    assert document["problems"][0]["without_the_change"]["result"] == "untried"


def test_a_fix_that_mends_one_side_only_is_named(failing):
    failing.write({"app.py": MENDED.replace("return list(zip", "import asyncore\n        return list(zip")})
    document = verified(failing, status=3)
    assert standings(document) == {"ci": "gone", "local": "changed"}
    text = failing.testskew("verify").out
    assert "Not mended: 0 of 1 problem is gone in ci and local" in text
    assert "fails here, in another way than in the run" in text


def test_a_fix_that_breaks_something_else_is_found_out(failing):
    failing.write({"app.py": MENDED.replace("2 * value", "3 * value")})
    document = verified(failing, status=3)
    assert standings(document) == {"ci": "gone", "local": "gone"}
    assert {(one["side"], one["id"], one["kind"]) for one in document["broken"]} == {
        ("ci", "test_app.py::test_double", "broken"),
        ("local", "test_app.py::test_double", "broken"),
    }
    assert "broken by your change: fails in 5 of 5 sessions" in failing.testskew("verify").out


def test_what_fails_in_a_further_profile_without_the_change_too_is_excused(failing, older):
    failing.write({"app.py": MENDED})
    more = "\nimport sys\n\ndef test_old():\n    assert sys.version_info > (3, 10, 99)\n"
    (failing.path / "test_old.py").write_text(more)
    assert failing.testskew("run", "--no-attribute").status == 0
    (failing.path / "app.py").write_text(PROJECT["app.py"].replace("        ", ""))
    (failing.path / "app.py").write_text("import itertools\ndef pairs(v):\n    return list(itertools.batched(v, 2))\n"
                                         "def double(v):\n    return 2 * v\n")  # fmt: skip
    assert failing.testskew("run", "--no-attribute").status == 3
    failing.write({"app.py": MENDED})
    document = verified(failing, "--also", older)
    assert [(one["side"], one["kind"]) for one in document["broken"]] == [(older, "failed before")]


def test_a_renamed_test_is_not_gone(failing):
    failing.write({"app.py": MENDED})
    text = (failing.path / "test_app.py").read_text()
    (failing.path / "test_app.py").write_text(text.replace("test_pairs", "test_pair"))
    document = verified(failing, status=3)
    (ci, local) = document["problems"][0]["sides"]
    assert (ci["standing"], ci["why"], ci["instead"]) == ("not run", "absent", ["test_app.py::test_pair"])
    text = " ".join(failing.testskew("verify").out.split())
    assert "(renamed to test_app.py::test_pair?)" in text


@pytest.mark.parametrize("marker, why", [("skip", "skipped"), ("xfail", "expected to fail")])
def test_a_test_that_is_marked_is_not_gone(failing, marker, why):
    text = (failing.path / "test_app.py").read_text()
    (failing.path / "test_app.py").write_text(
        "import pytest\n" + text.replace("def test_pairs", f"@pytest.mark.{marker}\ndef test_pairs")
    )
    document = verified(failing, status=3)
    assert document["problems"][0]["sides"][0]["standing"] == "not run"
    assert document["problems"][0]["sides"][0]["why"] == why


def test_a_failure_that_changed_is_told(failing):
    failing.write({"app.py": MENDED.replace("return list(zip", "raise KeyError(1)\n        return list(zip")})
    document = verified(failing, status=3)
    assert standings(document)["ci"] == "changed"
    assert "KeyError" in document["problems"][0]["sides"][0]["error"]


def test_an_unrelated_change_did_not_mend_what_follows_the_surroundings(failing):
    """The test follows a variable of the shell; then this is unset, and something else is edited."""
    (failing.path / "testskew.toml").write_text(
        (failing.path / "testskew.toml").read_text() + '\n[profile.ci.environ]\n[run]\nbad = "ci"\ngood = "local"\n'
    )
    text = '[profile.ci]\npython = "3.11"\nrequirements = ["pytest"]\ninherit = ["MOOD"]\n'
    text += '[profile.local]\npython = "3.12"\nrequirements = ["pytest"]\n'
    (failing.path / "testskew.toml").write_text(text)
    (failing.path / "test_app.py").write_text("import os\n\ndef test_mood():\n    assert 'MOOD' not in os.environ\n")
    assert failing.testskew("run", "--no-attribute", MOOD="sour").status == 3
    (failing.path / "notes.txt").write_text("nothing to do with it\n")
    document = verified(failing)
    assert standings(document) == {"ci": "gone", "local": "gone"}
    assert document["problems"][0]["without_the_change"]["result"] == "stays away"
    assert any("MOOD" in moved for moved in document["sides"][0]["moved"])
    text = failing.testskew("verify").out
    assert "does not come back without your change" in text
    verified(failing, "--strict", status=3)


FLAKY = """
    import os, random

    def test_coin():
        assert random.SystemRandom().random() < RATE
"""


def test_a_flaky_test_that_was_mended_is_run_often(failing):
    failing.write({"test_app.py": FLAKY.replace("RATE", "0.5")})
    for _ in range(20):
        result = failing.testskew("run", "--no-attribute", "--json", "-")
        if any(cluster["kind"] == "flaky" for cluster in result.json()["clusters"]):
            break
    failing.write({"test_app.py": FLAKY.replace("RATE", "2")})
    document = verified(failing, "--repeats", "6")
    side = next(side for side in document["problems"][0]["sides"] if side["failed_in_the_run"])
    assert (side["standing"], side["failed"], side["sessions"]) == ("gone", 0, 7)
    assert document["problems"][0]["without_the_change"]["result"] == "comes back"
    assert document["problems"][0]["without_the_change"]["failed"] > 0


def test_an_unrelated_change_leaves_a_flaky_test_flaky(failing):
    failing.write({"test_app.py": FLAKY.replace("RATE", "0.5")})
    for _ in range(20):
        result = failing.testskew("run", "--no-attribute", "--json", "-")
        if any(cluster["kind"] == "flaky" for cluster in result.json()["clusters"]):
            break
    (failing.path / "notes.txt").write_text("nothing to do with it\n")
    document = verified(failing, "--repeats", "12", status=3)
    assert "sometimes" in standings(document).values()


def test_a_variable_of_the_profile_can_be_the_fix(pair):
    assert pair.testskew("run", "--no-attribute").status == 3
    with open(pair.path / "testskew.toml", "a") as file:
        file.write('\n[profile.ci.environ]\nGREETING = "hello"\n')
    document = verified(pair)
    assert standings(document) == {"ci": "gone", "local": "gone"}
    assert document["problems"][0]["without_the_change"]["result"] == "comes back"


def test_a_leg_is_verified_with_the_files_on_disk(failing, venv, tmp_path):
    import os
    import subprocess

    from conftest import PROGRAM, environ

    (failing.path / "test_app.py").write_text("import os, app\n\ndef test_two():\n    assert app.double(2) == 5\n")
    failing.git("add", "-A").git("commit", "-qm", "two")
    path = f"{venv / 'bin'}:{os.environ['PATH']}"
    leg = subprocess.run(
        [PROGRAM, "record", "--here", "-o", "leg.jsonl", "--", "pytest", "-q"],
        cwd=failing.path, env=environ(PATH=path, VIRTUAL_ENV=str(venv)), capture_output=True, text=True,
    )  # fmt: skip
    assert leg.returncode == 1, leg
    (failing.path / "app.py").write_text("def double(value):\n    return 2 * value + 1\n")
    document = verified(failing, "leg.jsonl")
    assert document["run"] == "leg.jsonl"
    assert list(standings(document).values()) == ["gone"]
    assert document["problems"][0]["without_the_change"]["result"] == "comes back"
    assert document["changed"] == ["app.py"]


def test_what_cannot_be_verified_is_one_line(failing, tmp_path):
    def refusal(*words, folder=failing):
        result = folder.testskew("verify", *words)
        assert result.status == 2, result
        assert result.err.count("\n") == 1, result
        return result.err

    assert "there is no run" in refusal("20200101-000000-0000")
    assert "there is no such recording" in refusal("no.jsonl")
    other = type(failing)(tmp_path / "other")
    other.path.mkdir()
    other.write({**PROJECT, "app.py": MENDED})
    assert "there is no run in" in refusal(folder=other)
    (run,) = failing.run_folders()
    assert "start testskew there" in refusal(str(run), folder=other)
    assert other.testskew("run", "--no-attribute").status == 0
    assert "no test failed in" in refusal(folder=other)


def test_ctrl_c_ends_it(failing):
    (failing.path / "test_app.py").write_text("import time\n\ndef test_pairs():\n    time.sleep(600)\n")
    process = failing.start("verify")
    for line in process.stderr:
        if "session" in line:
            break
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130


def test_a_session_that_takes_too_long_is_no_pass(failing):
    (failing.path / "app.py").write_text("def pairs(v):\n    return [(1, 2)]\ndef double(v):\n    while True: pass\n")
    document = verified(failing, "--timeout", "10", status=3)
    assert document["sides"][0]["problem"] == "the time-out ended it"
