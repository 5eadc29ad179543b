"""Tests `attribute --rate`: both sides in pairs, until it is shown that a failure comes more often on one side."""

import json
import signal

import jsonschema
import pytest
from conftest import ROOT

SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text())


@pytest.fixture
def compared(pair):
    """A run with one failure, which comes each time on one side, and never on the other."""
    assert pair.testskew("run", "--no-attribute").status == 3
    return pair


def told(project):
    """The text of the report, however its lines are wrapped."""
    return " ".join(project.testskew("report").out.split())


def rate_of(result):
    report = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    (cluster,) = report["clusters"]
    return cluster["rate"], report


def test_a_difference_of_the_rates_is_shown_and_nothing_is_proven(compared):
    result = compared.testskew("attribute", "--rate", "1", "--json", "-")
    assert result.status == 3, result
    rate, report = rate_of(result)
    assert rate["relation"] == "rate" and rate["more"] == "bad"
    assert (rate["bad"]["failed"], rate["bad"]["sessions"]) == (7, 7)
    assert (rate["good"]["failed"], rate["good"]["sessions"]) == (0, 7)
    assert rate["bad"]["low"] > rate["good"]["high"]
    assert rate["evidence"] > 20
    assert report["clusters"][0]["cause"] is None
    assert sum(session["phase"] == "repeat" for session in report["sessions"][2:]) >= 14
    text = told(compared)
    assert "run in pairs of its tests alone, it came in 7 of 7 sessions in ci" in text
    assert "it comes more often in ci" in text
    again = compared.testskew("attribute", "--rate", "1", "--json", "-")
    assert rate_of(again)[0] == rate, "what was shown is shown, and no session is run"


def test_without_a_budget_one_pair_runs_and_the_next_call_goes_on(compared):
    first = compared.testskew("attribute", "--rate", "1", "--budget", "0.0001", "--json", "-")
    rate, report = rate_of(first)
    assert rate["relation"] == "" and rate["more"] is None
    assert rate["bad"]["sessions"] == rate["good"]["sessions"] == 1
    assert "the budget ended" in told(compared)
    second = compared.testskew("attribute", "--rate", "1", "--json", "-")
    after, _ = rate_of(second)
    assert after["bad"]["sessions"] == 7 and after["relation"] == "rate"


def test_what_was_counted_before_an_interrupt_is_kept(compared):
    child = compared.start("attribute", "--rate", "1")
    begun = 0
    for line in child.stderr:
        begun += ": session s" in line
        if begun == 3:  # the second pair begins only when the first is counted
            break
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "what was counted so far is kept" in err
    kept = compared.testskew("report", "--format", "json")
    before, _ = rate_of(kept)
    assert 1 <= before["bad"]["sessions"] < 7
    after, _ = rate_of(compared.testskew("attribute", "--rate", "1", "--json", "-"))
    assert after["bad"]["sessions"] == 7


def test_the_rates_stay_when_the_causes_are_looked_for(compared):
    compared.testskew("attribute", "--rate", "1")
    rate, report = rate_of(compared.testskew("attribute", "--quick", "--json", "-"))
    assert rate["relation"] == "rate"
    assert report["clusters"][0]["cause"]["variables"][0]["name"] == "GREETING"


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--rate", "2"], "there is no problem 2: the run has problem 1"),
        (["--rate", "0"], "--rate: Value 0 not in range"),
        (["--rate", "x"], "--rate"),
        (["--rate"], "--rate"),
    ],
)
def test_a_problem_that_is_not_there(compared, arguments, says):
    result = compared.testskew("attribute", *arguments)
    assert result.status == 2
    assert says in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert all(len(line) <= 400 for line in result.err.splitlines())
