# needs: starlette>=0.21
# request: WEBSOCKET /ws 0
# A handler closes the socket: the test sees a disconnection only.
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect


class Refused(Exception):
    pass


async def refuse(websocket, error):
    await websocket.close(code=4001)


async def endpoint(websocket):
    await websocket.accept()
    text = await websocket.receive_text()
    if text != "hello":
        raise Refused(text)  # raised here
    await websocket.send_text("welcome")
    await websocket.close()


client = TestClient(Starlette(routes=[WebSocketRoute("/ws", endpoint)], exception_handlers={Refused: refuse}))


def say(text):
    with client.websocket_connect("/ws") as socket:
        socket.send_text(text)
        try:
            return socket.receive_text()
        except WebSocketDisconnect as closed:
            return closed.code


def test_fails():
    assert say("hi") == "welcome"


def test_passes():
    assert say("hello") == "welcome"
