# needs: monitoring
import asyncio

TASKS = []


async def save(store, name):
    await asyncio.sleep(0)
    store[name] = len(name)  # raised here


async def both(store):
    TASKS[:] = [asyncio.ensure_future(save(store, "a"))]
    await asyncio.sleep(0.01)
    return store


def run(store):
    try:
        return asyncio.run(both(store))
    finally:
        TASKS.clear()


def test_fails():
    assert run(()) == {"a": 1}


def test_passes():
    assert run({}) == {"a": 1}
