"""What reports tell of failures beyond their causes: what is known without an experiment, and what hides behind a
failure."""

import signal

import jsonschema
import pytest
from conftest import PROFILES
from test_packages import make_releases, profiles
from test_run import SCHEMA

HIDDEN = {
    "testskew.toml": PROFILES,
    "app/__init__.py": "",
    "app/pages.py": """
    import itertools

    def pages(rows):
        return list(itertools.batched(rows, 2))
    """,
    "test_pages.py": """
    from app.pages import pages

    def test_pages():
        assert len(pages([1, 2, 3])) == 2
    """,
}


def report_of(result):
    document = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


def test_what_needs_no_experiment_is_told_without_one(project):
    project.write(HIDDEN)
    found = report_of(project.testskew("run", "--no-attribute", "--json", "-"))
    (told,) = found["clusters"][0]["untested"]
    assert (told["name"], told["since"]) == ("itertools.batched", "3.12")
    assert found["clusters"][0]["cause"] is None
    assert "evidence   not tested: itertools.batched is new in Python 3.12" in project.testskew("report").out
    assert "- not tested: itertools.batched is new" in project.testskew("report", "--format", "markdown").out


def test_a_run_that_is_interrupted_keeps_what_needs_no_experiment(project):
    project.write(HIDDEN)
    child = project.start("run")
    for line in child.stderr:  # the last line before the search for causes says what fails
        if "1 test fails in ci and passes in local" in line:
            break
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=60)
    assert child.returncode == 130
    assert "not tested: itertools.batched is new in Python 3.12" in project.testskew("report").out


def test_recordings_are_explained_too(project):
    project.write(HIDDEN)
    for side in ("ci", "local"):
        project.testskew("record", side, "-o", f"{side}.jsonl")
    result = project.testskew("compare", "ci.jsonl", "local.jsonl")
    assert "not tested: itertools.batched is new in Python 3.12" in result.out
    assert "instead: " in result.out
    project.write({"testskew.toml": "[broken"})  # it is not needed here
    swapped = project.testskew("compare", "local.jsonl", "ci.jsonl")
    assert "not tested: itertools.batched is new in Python 3.12" in swapped.out
    assert "--bad" not in swapped.out


def test_a_package_that_the_failure_touched_is_read_before_any_experiment(project):
    make_releases(project)
    project.write(
        {
            "testskew.toml": profiles(["--find-links wheels", "gauge==2.0"], ["--find-links wheels", "gauge==1.0"]),
            "tests/test_gauge.py": """
            import gauge

            def test_gone():
                assert gauge.old() == 1
            """,
        }
    )
    result = project.testskew("run", "--no-attribute", "--json", "-")
    if result.status == 4:
        pytest.skip(f"the environments cannot be made: {result.err.strip()[-300:]}")
    found = report_of(result)
    (told,) = found["clusters"][0]["untested"]
    assert (told["name"], told["package"]) == ("gauge.old", "gauge")


def test_a_failure_behind_another_one_has_its_own_place_and_explanation(project):
    project.write(
        {
            "testskew.toml": PROFILES + '[profile.local.environ]\n    EXPORT = "out"\n',
            "export.py": """
            import os
            from pathlib import Path

            def exported(root):
                folder = Path(root) / os.environ["EXPORT"]
                folder.mkdir()
                return list(folder.walk())
            """,
            "test_export.py": """
            from export import exported

            def test_export(tmp_path):
                assert len(exported(tmp_path)) == 1
            """,
        }
    )
    found = report_of(project.testskew("run", "--no-observe", "--json", "-"))
    (cluster,) = found["clusters"]
    assert cluster["error"]["type"] == "KeyError"
    assert cluster["cause"]["factors"] == ["environ"]
    (behind,) = cluster["behind"]
    assert (behind["error"]["type"], behind["error"]["path"]) == ("AttributeError", "export.py")
    assert behind["follows"][0]["factor"] == "interpreter"
    assert behind["api"][0]["name"] == "pathlib.Path.walk"
    assert cluster["cause"]["api"] == []
    text = project.testskew("report").out
    assert "1b PROVEN  interpreter    behind it: " in text
    assert "\n   AttributeError: " in text


def test_tests_that_fail_differently_on_both_sides_get_the_cause_of_the_difference(project):
    project.write(
        {
            "testskew.toml": PROFILES,
            "table.py": """
            import itertools

            def table(rows):
                return list(itertools.batched(rows, 2))[3]
            """,
            "test_table.py": """
            from table import table

            def test_table():
                assert table([1, 2, 3])
            """,
        }
    )
    result = project.testskew("run", "--no-observe", "--json", "-")
    (cluster,) = report_of(result)["clusters"]
    assert cluster["good_error"]["type"] == "IndexError"
    assert (cluster["cause"]["verdict"], cluster["cause"]["factors"]) == ("proven", ["interpreter"])
    assert cluster["cause"]["api"][0]["name"] == "itertools.batched"
    text = project.testskew("report").out
    assert "it fails as in local" in text
    assert "local fails too, in another way" in text
