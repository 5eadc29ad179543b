import pytest


@pytest.mark.integration
def test_sum():
    assert sum({"tea": 2, "cake": 3}.values()) == 5
