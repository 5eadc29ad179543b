"""Tests the parts of script/observe that need no suite: what is run of a release, and the table made from the rows."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "script"))
import observe_session
import observe_suite
import observe_table


def row(project, python, **more):
    values = {"version": "1.0", "tests": 10, "differ": 0, "unsteady": 0, "recorded": 2, "cpu": 1.1, "seconds": 3.0}
    return dict(values, project=project, python=python, probe="abc", **more)


def test_the_last_row_of_a_cell_counts(tmp_path):
    rows = [
        row("attrs", "3.8", version="0.9", differ=3),
        row("attrs", "3.8"),
        row("attrs", "3.12", tests=1500, cpu=1.0, seconds=1.0),
        row("packaging", "3.8", tests=60000),
    ]
    (tmp_path / "rows.jsonl").write_text("".join([json.dumps(each) + "\n" for each in rows]))
    done = subprocess.run(
        [sys.executable, ROOT / "script/observe", "--table", tmp_path / "rows.jsonl"], stdout=subprocess.PIPE, text=True
    )
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "| suite | 3.8 | 3.12 |",
        "|---|---|---|",
        "| attrs | 1.0: 10, 1.10 | 1.0: 1500, 1.00 |",
        "| packaging | 1.0: 60000, 1.10 |  |",
        "| all | 60010 | 1500 |",
        "",
        "2 suites in 3 environments, 61,510 tests (1,510 without packaging's): **no outcome differs**, 0 unsteady, "
        "6 recorded exceptions. CPU ratio of all together below 3.12: 1.100. CPU ratio of all together from 3.12 on: "
        "1.000.",
    ]


def test_what_differs_and_older_states_of_the_probe_are_told():
    cells = {("a", "3.8"): row("a", "3.8", differ=2), ("b", "3.8"): dict(row("b", "3.8"), probe="old")}
    assert "2 outcomes differ" in observe_table.summary(cells)
    assert "Rows by state of the probe: abc 1, old 1." in observe_table.summary(cells)
    assert "| a | 1.0: 10, 1.10, **2 differ** |" in observe_table.table(cells)


def test_what_a_release_lacks_is_left_out(tmp_path):
    suite = observe_suite.Suite(str(tmp_path), "numpy", "3.12")
    suite.source = str(tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("")
    given = ["tests/test_a.py", "tests/test_b.py", "old/tests", "-k", "not slow", "-o", "python_files=*_test.py"]
    assert suite.selection(given) == ["tests/test_a.py", "-k", "not slow", "-o", "python_files=*_test.py"]
    with pytest.raises(observe_suite.Missing):
        suite.selection(["tests/test_b.py", "-q"])


def test_names_with_a_time_are_compared():
    first = {"a::t[19:04:39]": ("passed",), "a::t[19:04:40]": ("failure",), "a::same[1]": ("passed",)}
    second = {"a::t[19:05:02]": ("failure",), "a::t[19:05:03]": ("passed",), "a::same[1]": ("failure",)}
    assert observe_session.comparable([first, second]) == [
        {"a::same[1]": ("passed",), "a::t[0:0:0]": ("failure", "passed")},
        {"a::same[1]": ("failure",), "a::t[0:0:0]": ("failure", "passed")},
    ]
