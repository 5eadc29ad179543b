# needs: aiohttp
# request: GET /wait 504
import asyncio

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


async def wait(request):
    await asyncio.wait_for(asyncio.sleep(float(request.query["for"])), 0.02)  # raised here
    return web.Response()


async def get(seconds):
    app = web.Application()
    app.router.add_get("/wait", wait)
    async with TestClient(TestServer(app)) as client:
        return (await client.get("/wait", params={"for": str(seconds)})).status


def test_fails():
    assert asyncio.run(get(3)) == 200


def test_passes():
    assert asyncio.run(get(0)) == 200
