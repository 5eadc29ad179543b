import pytest

from journal.api import show


@pytest.mark.integration
def test_shows_the_day():
    assert show("Monday") == ["Monday: nothing happened"]
