# needs: flask>=2.0, asgiref
# request: GET /slow 500
import asyncio

import flask

app = flask.Flask(__name__)


async def work(amount):
    await asyncio.sleep(0)
    return 1 / amount  # raised here


@app.route("/slow")
async def slow():
    return str(await work(int(flask.request.args["amount"])))


def test_fails():
    assert app.test_client().get("/slow?amount=0").status_code == 200


def test_passes():
    assert app.test_client().get("/slow?amount=2").status_code == 200
