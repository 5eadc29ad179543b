# needs: pytest-rerunfailures
import pytest

PRICES = {"tea": 3}
calls = []


def price(name):
    return PRICES[name]


@pytest.mark.flaky(reruns=2)
def test_rerun():
    price("cake")


@pytest.mark.flaky(reruns=2)
def test_counted():
    calls.append(1)
    assert len(calls) == 9
