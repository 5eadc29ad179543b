# needs: asgiref
from asgiref.sync import async_to_sync, sync_to_async

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


async def ask(name):
    return await sync_to_async(price)(name)


def test_there_and_back():
    async_to_sync(ask)("cake")


def test_assertion():
    assert async_to_sync(ask)("tea") == 4
