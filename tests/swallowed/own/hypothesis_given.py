# needs: hypothesis, pytest-asyncio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


@given(st.integers())
def test_given(number):
    assert number < 100


@given(st.sampled_from(["tea", "cake"]))
@settings(derandomize=True)
def test_error(name):
    price(name)


@given(st.integers())
def test_two_ways(number):
    if number > 100:
        price("cake")
    assert number > -100


@pytest.mark.asyncio
@given(st.integers())
async def test_async(number):
    assert number < 100
