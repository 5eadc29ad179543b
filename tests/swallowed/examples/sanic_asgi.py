# needs: sanic>=21.12
# request: GET /later 500
import asyncio

import sanic
import sanic.response
import sanic_testing  # noqa: F401

app = sanic.Sanic("sanic_asgi")


@app.route("/later")
async def later(request):
    await asyncio.sleep(0)
    return sanic.response.text({"a": "b"}[request.args.get("key")])  # raised here


async def get(key):
    return (await app.asgi_client.get("/later?key=" + key))[1].status


def test_fails():
    assert asyncio.run(get("x")) == 200


def test_passes():
    assert asyncio.run(get("a")) == 200
