# needs: pytest-asyncio
import asyncio

import pytest

PRICES = {"tea": 3}


async def price(name):
    await asyncio.sleep(0)
    return PRICES[name]


@pytest.mark.asyncio
async def test_awaited():
    assert await price("tea") == 4


@pytest.mark.asyncio
async def test_gathered():
    await asyncio.gather(price("tea"), price("cake"))


@pytest.mark.asyncio
async def test_task():
    task = asyncio.ensure_future(price("cake"))
    await asyncio.sleep(0)
    assert await task == 3


@pytest.mark.asyncio
async def test_waited_for():
    assert await asyncio.wait_for(asyncio.shield(price("cake")), 60) == 3


@pytest.mark.asyncio
async def test_in_executor():
    loop = asyncio.get_running_loop()
    assert await loop.run_in_executor(None, PRICES.__getitem__, "tea") == 3
    assert await loop.run_in_executor(None, lambda: PRICES["cake"]) == 3
