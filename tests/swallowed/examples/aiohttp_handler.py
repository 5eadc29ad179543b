# needs: aiohttp
# request: GET /age 500
# handled: handle_error
import asyncio

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


async def age(request):
    return web.Response(text=str(2026 - int(request.query["born"])))  # raised here


async def get(born):
    app = web.Application()
    app.router.add_get("/age", age)
    async with TestClient(TestServer(app)) as client:
        return (await client.get("/age", params={"born": born})).status


def test_fails():
    assert asyncio.run(get("soon")) == 200


def test_passes():
    assert asyncio.run(get("1990")) == 200
