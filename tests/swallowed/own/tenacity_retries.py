# needs: tenacity, pytest-asyncio
import logging

import pytest
from tenacity import Retrying, before_sleep_log, retry, stop_after_attempt

PRICES = {"tea": 3}
calls = []


@retry(stop=stop_after_attempt(3), reraise=True)
def price(name):
    return PRICES[name]


@retry(stop=stop_after_attempt(3))
def hidden_price(name):
    return PRICES[name]


@retry(stop=stop_after_attempt(3), reraise=True)
def counted(name):
    calls.append(name)
    raise LookupError("attempt %d of %s" % (len(calls), name))


@retry(stop=stop_after_attempt(2), reraise=True)
async def slow_price(name):
    return PRICES[name]


@retry(stop=stop_after_attempt(2), reraise=True, before_sleep=before_sleep_log(logging.getLogger("shop"), 40, True))
def logged(name):
    return PRICES[name]


def test_reraised():
    price("cake")


def test_wrapped():
    hidden_price("cake")


def test_other_words():
    counted("cake")


def test_logged():
    logged("cake")


def test_loop():
    for attempt in Retrying(stop=stop_after_attempt(3), reraise=True):
        with attempt:
            assert PRICES["tea"] == 4


@pytest.mark.asyncio
async def test_async():
    await slow_price("cake")
