# needs: fastapi
# request: POST /jobs 500
# handled: sorry
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient

app = FastAPI()


@app.exception_handler(Exception)
async def sorry(request: Request, error: Exception):
    return JSONResponse({"detail": "sorry"}, status_code=500)


class Queue:
    jobs = None

    def put(self, job):
        self.jobs.append(job)  # raised here


queue = Queue()


@app.post("/jobs")
def add(name: str):
    queue.put(name)
    return {"queued": name}


client = TestClient(app, raise_server_exceptions=False)


def test_fails():
    assert client.post("/jobs?name=a").status_code == 200


def test_passes(monkeypatch):
    monkeypatch.setattr(queue, "jobs", [])
    assert client.post("/jobs?name=a").status_code == 200
