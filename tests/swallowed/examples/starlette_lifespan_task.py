# needs: starlette>=0.21
# A task of the start-up dies while the application goes on serving. Python says so when the task is thrown away.
import asyncio
import contextlib
import gc

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

CACHE = {}


async def warm(source):
    CACHE["rates"] = source["rates"]  # raised here


@contextlib.asynccontextmanager
async def lifespan(app):
    CACHE.clear()
    task = asyncio.ensure_future(warm(app.state.source))
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    yield


async def rates(request):
    return PlainTextResponse(str(len(CACHE)))


def rates_with(source):
    app = Starlette(routes=[Route("/rates", rates)], lifespan=lifespan)
    app.state.source = source
    with TestClient(app) as client:
        return client.get("/rates").text


def test_fails():
    assert rates_with({}) == "1"


def test_passes():
    assert rates_with({"rates": [1]}) == "1"
