# needs: aiohttp
# request: GET /pages/x 404
import asyncio

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


async def page(request):
    if request.match_info["name"] != "home":
        raise web.HTTPNotFound(text="no such page")  # raised here
    return web.Response(text="home")


async def get(path):
    app = web.Application()
    app.router.add_get("/pages/{name}", page)
    async with TestClient(TestServer(app)) as client:
        return (await client.get(path)).status


def test_fails():
    assert asyncio.run(get("/pages/x")) == 200


def test_passes():
    assert asyncio.run(get("/pages/home")) == 200
