# needs: anyio>=4, trio
import anyio
import pytest

PRICES = {"tea": 3}


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request):
    return request.param


async def price(name):
    await anyio.sleep(0)
    return PRICES[name]


@pytest.mark.anyio
async def test_awaited():
    assert await price("tea") == 4


@pytest.mark.anyio
async def test_group():
    async with anyio.create_task_group() as group:
        group.start_soon(price, "cake")


@pytest.mark.anyio
async def test_thread():
    await anyio.to_thread.run_sync(lambda: PRICES["cake"])
