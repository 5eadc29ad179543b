# needs: monitoring
import asyncio


async def load(store, name):
    store[name] = name.upper()  # raised here


async def fill(store):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(load(store, "a"))
    except* TypeError:
        pass
    return store


def test_fails():
    assert asyncio.run(fill(())) == {"a": "A"}


def test_passes():
    assert asyncio.run(fill({})) == {"a": "A"}
