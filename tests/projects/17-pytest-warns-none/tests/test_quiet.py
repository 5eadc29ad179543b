import pytest

from quiet import quietly


def test_no_warning():
    with pytest.warns(None) as record:
        assert quietly() == 42
    assert not record


def test_value():
    assert quietly() == 42
