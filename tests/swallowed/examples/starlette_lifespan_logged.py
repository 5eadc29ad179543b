# needs: starlette>=0.21
# The start-up failed, was logged and went on, so the application lacks what it needs.
import contextlib
import logging

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

SETTINGS = {}


def connect():
    return SETTINGS["database"].lower()  # raised here


@contextlib.asynccontextmanager
async def lifespan(app):
    app.state.database = None
    try:
        app.state.database = connect()
    except Exception:
        logging.getLogger("app").exception("no database")
    yield


async def status(request):
    return PlainTextResponse("up" if request.app.state.database else "down")


app = Starlette(routes=[Route("/status", status)], lifespan=lifespan)


def test_fails():
    with TestClient(app) as client:
        assert client.get("/status").text == "up"


def test_passes(monkeypatch):
    monkeypatch.setitem(SETTINGS, "database", "SQLITE")
    with TestClient(app) as client:
        assert client.get("/status").text == "up"
