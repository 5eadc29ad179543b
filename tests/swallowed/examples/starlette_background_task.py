# needs: starlette
# request: POST /mail 200
# The answer is out before the task fails.
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

SENT = []


def send(address):
    name, host = address.split("@")  # raised here
    SENT.append((name, host))


async def mail(request):
    return PlainTextResponse("queued", background=BackgroundTask(send, request.query_params["to"]))


client = TestClient(Starlette(routes=[Route("/mail", mail, methods=["POST"])]), raise_server_exceptions=False)


def post(address):
    del SENT[:]
    assert client.post("/mail?to=" + address).status_code in (200, 500)
    return len(SENT)


def test_fails():
    assert post("ann") == 1


def test_passes():
    assert post("ann@example.org") == 1
