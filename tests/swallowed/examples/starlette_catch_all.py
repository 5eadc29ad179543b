# needs: starlette
# request: GET /name 500
# handled: everything
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient


async def everything(request, error):
    return JSONResponse({"error": "internal"}, status_code=500)


async def name(request):
    user = {"1": "ann"}.get(request.query_params["id"])
    return PlainTextResponse(user.upper())  # raised here


app = Starlette(routes=[Route("/name", name)])
app.add_exception_handler(Exception, everything)
client = TestClient(app, raise_server_exceptions=False)


def test_fails():
    assert client.get("/name?id=2").status_code == 200


def test_passes():
    assert client.get("/name?id=1").text == "ANN"
