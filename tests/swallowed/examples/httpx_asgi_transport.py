# needs: httpx>=0.20, starlette>=0.13
# request: GET /inverse 500
import asyncio

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def inverse(request):
    return PlainTextResponse(str(1 / int(request.query_params["of"])))  # raised here


app = Starlette(routes=[Route("/inverse", inverse)])


async def get(of):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/inverse", params={"of": of})).status_code


def test_fails():
    assert asyncio.run(get(0)) == 200


def test_passes():
    assert asyncio.run(get(4)) == 200
