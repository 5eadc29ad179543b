"""Runs six of tests/projects, one for each factor. The factor and the verdict have to be those of their truth.toml.
script/accuracy runs all projects."""

import judge  # of tests/support
import projects  # of tests/support
import pytest
from conftest import PROGRAM, ROOT

QUICK = [
    "01-new-function",  # interpreter
    "19-click-mix-stderr",  # packages
    "23-unset-variable",  # environ
    "29-left-over-state",  # files
    "36-path-shadow",  # selection
    "50-umask",  # host
]


@pytest.mark.parametrize("name", QUICK)
def test_the_cause_is_the_true_one(name, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(ROOT / "build/test-cache"))
    truth = projects.truth_of(name)
    result = judge.Result(name, judge.expected_text(truth))
    try:
        judge.judge(result, truth, projects.run(name, PROGRAM, tmp_path))
    except projects.Skip as reason:
        pytest.skip(str(reason))
    assert result.status == "right", "\n".join(result.details)
    assert result.found == result.expected
