# needs: quart
# request: GET /page/9 404
import asyncio

import quart

app = quart.Quart(__name__)


@app.route("/page/<int:number>")
async def page(number):
    if number > 3:
        quart.abort(404)  # raised here
    return str(number)


async def get(number):
    return (await app.test_client().get("/page/%d" % number)).status_code


def test_fails():
    assert asyncio.run(get(9)) == 200


def test_passes():
    assert asyncio.run(get(2)) == 200
