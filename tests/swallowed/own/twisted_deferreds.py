# needs: twisted, pytest-twisted
import pytest_twisted
from twisted.internet import defer, threads
from twisted.trial import unittest

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


@pytest_twisted.inlineCallbacks
def test_callbacks():
    found = yield defer.succeed("cake").addCallback(price)
    assert found == 3


@pytest_twisted.ensureDeferred
async def test_coroutine():
    assert await defer.succeed("tea").addCallback(price) == 4


@pytest_twisted.inlineCallbacks
def test_thread():
    yield threads.deferToThread(price, "cake")


class Shop(unittest.SynchronousTestCase):
    def test_trial(self):
        self.assertEqual(price("tea"), 4)

    def test_result(self):
        self.successResultOf(defer.succeed("cake").addCallback(price))
