# needs: monitoring
import asyncio


async def fetch(sizes, name):
    return 100 // sizes[name]  # raised here


async def everything(sizes):
    found = await asyncio.gather(*[fetch(sizes, name) for name in sizes], return_exceptions=True)
    return sum(each for each in found if not isinstance(each, BaseException))


def test_fails():
    assert asyncio.run(everything({"a": 10, "b": 0})) == 20


def test_passes():
    assert asyncio.run(everything({"a": 10, "b": 10})) == 20
