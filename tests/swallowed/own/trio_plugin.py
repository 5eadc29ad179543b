# needs: pytest-trio
import pytest
import trio

PRICES = {"tea": 3}


async def price(name):
    await trio.sleep(0)
    return PRICES[name]


@pytest.fixture
async def shop():
    yield price
    await price("milk")


@pytest.mark.trio
async def test_awaited():
    assert await price("tea") == 4


@pytest.mark.trio
async def test_fixture(shop):
    assert await shop("cake") == 4


@pytest.mark.trio
async def test_nursery():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(price, "cake")


def test_run():
    trio.run(price, "cake")
