# needs: httpx>=0.20, starlette>=0.13
# request: GET /wait/2 500
# Requests run side by side, in one task each: the exception belongs to its own request.
import asyncio

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def wait(request):
    number = request.path_params["number"]
    await asyncio.sleep(0.01)
    assert number in (1, 3), number  # raised here
    return PlainTextResponse("")


app = Starlette(routes=[Route("/wait/{number:int}", wait)])


async def get(*numbers):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answers = await asyncio.gather(*[client.get("/wait/%d" % number) for number in numbers])
    return [answer.status_code for answer in answers]


def test_fails():
    assert asyncio.run(get(1, 2, 3)) == [200, 200, 200]


def test_passes():
    assert asyncio.run(get(1, 3)) == [200, 200]
