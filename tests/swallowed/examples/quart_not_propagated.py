# needs: quart
# request: GET /half 500
import asyncio

import quart

app = quart.Quart(__name__)


@app.route("/half")
async def half():
    return str(int(quart.request.args["of"]) / 2)  # raised here


async def get(of):
    return (await app.test_client().get("/half?of=" + of)).status_code


def test_fails():
    assert asyncio.run(get("x")) == 200


def test_passes():
    assert asyncio.run(get("8")) == 200
