# needs: python>=3.11
import asyncio

PRICES = {"tea": 3}


async def price(name):
    await asyncio.sleep(0)
    return PRICES[name]


async def sum_up():
    async with asyncio.TaskGroup() as group:
        for name in ("tea", "cake", "milk"):
            group.create_task(price(name))


async def timed():
    async with asyncio.timeout(60):
        return await asyncio.to_thread(lambda: PRICES["cake"])


def test_group():
    asyncio.run(sum_up())


def test_timeout():
    asyncio.run(timed())
