# needs: litestar
# request: GET /share 500
# Answered with 500 although the client would raise what the server raises.
from litestar import Litestar, get
from litestar.testing import TestClient


@get("/share", sync_to_thread=False)
def share(among: int) -> dict:
    return {"share": 100 / among}  # raised here


app = Litestar([share])


def test_fails():
    with TestClient(app) as client:
        assert client.get("/share?among=0").status_code == 200


def test_passes():
    with TestClient(app) as client:
        assert client.get("/share?among=4").json() == {"share": 25}
