# needs: aioresponses, aiohttp, pytest-aiohttp, pytest-asyncio
import aiohttp
import pytest
from aiohttp import web
from aioresponses import aioresponses


@pytest.mark.asyncio
async def test_mocked():
    with aioresponses() as mocked:
        mocked.get("http://shop/tea", payload={})
        async with aiohttp.ClientSession() as session:
            answer = await session.get("http://shop/tea")
            assert (await answer.json())["price"] == 3


@pytest.mark.asyncio
async def test_refused():
    with aioresponses() as mocked:
        mocked.get("http://shop/tea", exception=aiohttp.ClientError("refused"))
        async with aiohttp.ClientSession() as session:
            await session.get("http://shop/tea")


async def tea(request):
    return web.json_response({})


@pytest.mark.asyncio
async def test_client(aiohttp_client):
    app = web.Application()
    app.router.add_get("/tea", tea)
    client = await aiohttp_client(app)
    answer = await client.get("/tea")
    assert (await answer.json())["price"] == 3
