# needs: aiohttp
# request: GET /convert 400
import asyncio

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


@web.middleware
async def bad_request(request, handler):
    try:
        return await handler(request)
    except ValueError as error:
        raise web.HTTPBadRequest(text="bad") from error


async def convert(request):
    return web.Response(text=str(float(request.query["value"])))  # raised here


async def get(value):
    app = web.Application(middlewares=[bad_request])
    app.router.add_get("/convert", convert)
    async with TestClient(TestServer(app)) as client:
        return (await client.get("/convert", params={"value": value})).status


def test_fails():
    assert asyncio.run(get("1,5")) == 200


def test_passes():
    assert asyncio.run(get("1.5")) == 200
