# needs: fastapi
# request: GET /me 500
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient

app = FastAPI()
TOKENS = {"good": {"name": "ann"}}


def user(token: str):
    return TOKENS[token]  # raised here


@app.get("/me")
def me(current: dict = Depends(user)):
    return current


client = TestClient(app, raise_server_exceptions=False)


def test_fails():
    assert client.get("/me?token=bad").status_code == 200


def test_passes():
    assert client.get("/me?token=good").json() == {"name": "ann"}
