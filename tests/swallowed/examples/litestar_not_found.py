# needs: litestar
# request: GET /items/9 404
from litestar import Litestar, get
from litestar.exceptions import NotFoundException
from litestar.testing import TestClient


@get("/items/{number:int}")
async def item(number: int) -> dict:
    if number > 3:
        raise NotFoundException("no such item")  # raised here
    return {"number": number}


app = Litestar([item])


def test_fails():
    with TestClient(app) as client:
        assert client.get("/items/9").status_code == 200


def test_passes():
    with TestClient(app) as client:
        assert client.get("/items/2").status_code == 200
