from starlette.testclient import TestClient

from service import app


def test_health():
    assert TestClient(app).get("/health").text == "ok"


def test_routes():
    assert app.routes[0].path == "/health"
