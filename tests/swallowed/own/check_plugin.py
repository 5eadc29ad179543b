# needs: pytest-check
from pytest_check import check

PRICES = {"tea": 3}


def test_with():
    with check:
        assert PRICES["tea"] == 4
    with check:
        PRICES["cake"]


@check.check_func
def is_four(number):
    assert number == 4


def test_function():
    is_four(PRICES["tea"])
    check.equal(PRICES["tea"], 5)
