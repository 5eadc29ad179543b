# needs: fastapi>=0.100, pydantic>=2, monitoring
# request: POST /rooms 422
# The project's own validator, called from Rust: what it raises becomes an answer.
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, field_validator

app = FastAPI()


class Room(BaseModel):
    size: str

    @field_validator("size")
    @classmethod
    def area(cls, value):
        width, height = value.split("x")  # raised here
        return str(int(width) * int(height))


@app.post("/rooms")
def rooms(room: Room):
    return room


def test_fails():
    assert TestClient(app).post("/rooms", json={"size": "2*3"}).status_code == 200


def test_passes():
    assert TestClient(app).post("/rooms", json={"size": "2x3"}).status_code == 200
