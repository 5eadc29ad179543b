# needs: aiohttp, monitoring
import asyncio

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


@web.middleware
async def guard(request, handler):
    try:
        return await handler(request)
    except Exception:
        return web.json_response({"error": "internal"}, status=500)


async def names(request):
    return web.json_response(sorted(request.query.values(), key=lambda name: name[3]))  # raised here


async def get(name):
    app = web.Application(middlewares=[guard])
    app.router.add_get("/names", names)
    async with TestClient(TestServer(app)) as client:
        return (await client.get("/names", params={"name": name})).status


def test_fails():
    assert asyncio.run(get("ann")) == 200


def test_passes():
    assert asyncio.run(get("anna")) == 200
