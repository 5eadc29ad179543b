# needs: fastapi
# request: GET /parse 400
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

app = FastAPI()


@app.get("/parse")
async def parse(text: str):
    try:
        return {"value": float(text)}  # raised here
    except ValueError:
        raise HTTPException(status_code=400, detail="bad")


client = TestClient(app)


def test_fails():
    assert client.get("/parse?text=1,5").status_code == 200


def test_passes():
    assert client.get("/parse?text=1.5").json() == {"value": 1.5}
