# needs: flaky
from flaky import flaky

PRICES = {"tea": 3}


@flaky(max_runs=3)
def test_flaky():
    assert PRICES["tea"] == 4


@flaky
def test_error():
    PRICES["cake"]
