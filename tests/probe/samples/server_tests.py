import pytest, app
from starlette.testclient import TestClient
@pytest.mark.parametrize("which", ["plain", "handled"])
@pytest.mark.parametrize("path", ["boom", "mine", "missing", "wrapped", "teapot", "logged"])
def test_get(which, path):
    c = TestClient(getattr(app, which)(), raise_server_exceptions=False)
    r = c.get("/" + path)
    assert r.status_code == {"missing": 404, "wrapped": 400, "teapot": 503}.get(path, 500)
def test_raises():
    with pytest.raises(ValueError):
        TestClient(app.plain()).get("/boom")
def test_through():
    TestClient(app.plain()).get("/boom")
def test_handled_raises():
    with pytest.raises(ValueError):
        TestClient(app.handled()).get("/boom")
def test_swallowed_by_middleware():
    from starlette.middleware.base import BaseHTTPMiddleware
    from starlette.responses import PlainTextResponse
    from starlette.applications import Starlette
    class M(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            try: return await call_next(request)
            except Exception: return PlainTextResponse("no", status_code=500)
    a = Starlette(routes=app.ROUTES); a.add_middleware(M)
    assert TestClient(a).get("/boom").status_code == 500
def test_loop():
    c = TestClient(app.plain(), raise_server_exceptions=False)
    for _ in range(3): assert c.get("/boom").status_code == 500


def test_logged_and_raised():
    with pytest.raises(ValueError):
        TestClient(app.plain()).get("/logged_and_raised")


def test_purged():
    import sys
    kept = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "starlette" or name == "app"}
    for name in kept:
        del sys.modules[name]
    try:
        import app as again
        from starlette.testclient import TestClient as Again
        assert Again is not TestClient
        assert Again(again.plain(), raise_server_exceptions=False).get("/boom").status_code == 500
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "starlette" or name == "app"]:
            del sys.modules[name]
        sys.modules.update(kept)


def test_threads():
    from concurrent.futures import ThreadPoolExecutor

    def get(_):
        return TestClient(app.handled(), raise_server_exceptions=False).get("/mine").status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(get, range(8))) == [500] * 8
