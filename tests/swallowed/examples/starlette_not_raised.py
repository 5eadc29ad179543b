# needs: starlette
# request: GET /area 500
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient


def area(request):
    width, height = request.query_params["size"].split("x")  # raised here
    return PlainTextResponse(str(int(width) * int(height)))


client = TestClient(Starlette(routes=[Route("/area", area)]), raise_server_exceptions=False)


def test_fails():
    assert client.get("/area?size=3").status_code == 200


def test_passes():
    assert client.get("/area?size=3x4").text == "12"
