# needs: starlette
# request: GET /balance 402
# handled: poor
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient


class Poor(Exception):
    pass


async def poor(request, error):
    return PlainTextResponse("poor", status_code=402)


def draw(amount):
    if amount > 100:
        raise Poor(amount)  # raised here


async def balance(request):
    draw(int(request.query_params["amount"]))
    return PlainTextResponse("ok")


app = Starlette(routes=[Route("/balance", balance)])
app.add_exception_handler(Poor, poor)
client = TestClient(app)


def test_fails():
    assert client.get("/balance?amount=200").status_code == 200


def test_passes():
    assert client.get("/balance?amount=20").status_code == 200
