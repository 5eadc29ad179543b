# needs: starlette
# request: GET /items/9 404
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient


async def item(request):
    if request.path_params["number"] > 3:
        raise HTTPException(404, "no such item")  # raised here
    return PlainTextResponse("item")


client = TestClient(Starlette(routes=[Route("/items/{number:int}", item)]))


def test_fails():
    assert client.get("/items/9").status_code == 200


def test_passes():
    assert client.get("/items/2").status_code == 200
