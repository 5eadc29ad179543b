import asyncio
import os
from unittest import mock

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


@mock.patch("os.getcwd", return_value="/shop")
@mock.patch.dict(PRICES, {"tea": 5})
def test_decorated(getcwd):
    assert price("tea") == 4


@mock.patch("os.getcwd", side_effect=lambda: PRICES["cake"])
def test_side_effect(getcwd):
    os.getcwd()


@mock.patch.object(os, "getcwd", side_effect=[OSError("gone")])
def test_raises(getcwd):
    os.getcwd()


def test_with():
    with mock.patch.dict(os.environ, {"SHOP": "1"}), mock.patch("os.getcwd"):
        price("cake")


@mock.patch("os.getcwd")
async def ask(getcwd):
    return price("cake")


def test_coroutine():
    asyncio.run(ask())


class TestShop:
    @mock.patch("os.getcwd")
    def test_method(self, getcwd):
        getcwd.assert_called_once_with("tea")
