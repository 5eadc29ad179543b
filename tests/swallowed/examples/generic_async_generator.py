# needs: monitoring
# handled: pages
import asyncio


async def fetch(site, number):
    await asyncio.sleep(0)
    return site[number]  # raised here


async def pages(site):
    number = 0
    while True:
        try:
            yield await fetch(site, number)
        except LookupError:
            return
        number += 1


async def read(site):
    return [page async for page in pages(site)]


def test_fails():
    assert asyncio.run(read({0: "one", 2: "three"})) == ["one", "two"]


class Endless(dict):
    def __missing__(self, key):
        return "two"


async def first_two(site):
    found = []
    async for page in pages(site):
        found.append(page)
        if len(found) == 2:
            return found


def test_passes():
    assert asyncio.run(first_two(Endless({0: "one"}))) == ["one", "two"]
