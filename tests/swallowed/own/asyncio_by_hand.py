import asyncio
import threading

PRICES = {"tea": 3}


async def price(name):
    await asyncio.sleep(0)
    return PRICES[name]


def run(coroutine):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


def test_until_complete():
    assert run(price("cake")) == 3


def test_runner():
    assert asyncio.run(price("tea")) == 4


def test_from_a_thread():
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(price("cake"), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
