# needs: fastapi
# request: GET /v1/items 500
from fastapi import FastAPI
from fastapi.testclient import TestClient

inner = FastAPI()
app = FastAPI()
app.mount("/v1", inner)


@inner.get("/items")
async def items(page: int):
    return [[1, 2], [3, 4]][page]  # raised here


client = TestClient(app, raise_server_exceptions=False)


def test_fails():
    assert client.get("/v1/items?page=2").status_code == 200


def test_passes():
    assert client.get("/v1/items?page=1").json() == [3, 4]
