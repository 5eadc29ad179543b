# needs: fastapi, monitoring
# The endpoint ends the conversation on any exception, and says nothing.
from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient

app = FastAPI()


@app.websocket("/echo")
async def echo(websocket: WebSocket):
    await websocket.accept()
    try:
        data = await websocket.receive_json()
        await websocket.send_json({"echo": data["text"].upper()})  # raised here
    except Exception:
        await websocket.send_json({"echo": None})
    await websocket.close()


def say(data):
    with TestClient(app).websocket_connect("/echo") as socket:
        socket.send_json(data)
        return socket.receive_json()["echo"]


def test_fails():
    assert say({"text": 5}) == "FIVE"


def test_passes():
    assert say({"text": "five"}) == "FIVE"
