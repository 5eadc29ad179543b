# needs: litestar
# request: POST /vote 409
# handled: twice
from litestar import Litestar, Response, post
from litestar.testing import TestClient


class VotedTwice(Exception):
    pass


def twice(request, error: Exception) -> Response:
    return Response({"error": "twice"}, status_code=409)


def count(name):
    if name == "ann":
        raise VotedTwice(name)  # raised here


@post("/vote")
async def vote(name: str) -> dict:
    count(name)
    return {"voted": name}


app = Litestar([vote], exception_handlers={VotedTwice: twice})


def test_fails():
    with TestClient(app) as client:
        assert client.post("/vote?name=ann").status_code == 201


def test_passes():
    with TestClient(app) as client:
        assert client.post("/vote?name=bob").status_code == 201
