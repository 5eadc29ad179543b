# needs: fastapi
# request: GET /chart 500
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient

app = FastAPI()


@app.middleware("http")
async def catch(request, call_next):
    try:
        return await call_next(request)
    except Exception as error:
        return JSONResponse({"error": type(error).__name__}, status_code=500)


def scale(points):
    return [point / max(points) for point in points]  # raised here


@app.get("/chart")
def chart(top: int):
    return scale([0, top])


client = TestClient(app)


def test_fails():
    assert client.get("/chart?top=0").status_code == 200


def test_passes():
    assert client.get("/chart?top=2").json() == [0, 1]
