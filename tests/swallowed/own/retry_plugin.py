# needs: pytest-retry
import pytest

PRICES = {"tea": 3}


@pytest.mark.flaky(retries=2, delay=0)
def test_retry():
    assert PRICES["tea"] == 4


@pytest.mark.flaky(retries=2, delay=0)
def test_error():
    PRICES["cake"]
