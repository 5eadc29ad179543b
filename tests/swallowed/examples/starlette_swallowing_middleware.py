# needs: starlette
# request: GET /slow 500
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception:
            return PlainTextResponse("sorry", status_code=500)


async def slow(request):
    if float(request.query_params["seconds"]) > 1:
        raise TimeoutError("the store did not answer")  # raised here
    return PlainTextResponse("done")


app = Starlette(routes=[Route("/slow", slow)])
app.add_middleware(Guard)
client = TestClient(app)


def test_fails():
    assert client.get("/slow?seconds=3").status_code == 200


def test_passes():
    assert client.get("/slow?seconds=1").status_code == 200
