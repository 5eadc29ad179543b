# needs: sanic
# request: GET /items/9 404
import sanic
import sanic.exceptions
import sanic.response

try:
    from sanic_testing.testing import SanicTestClient
except ImportError:
    from sanic.testing import SanicTestClient

app = sanic.Sanic("sanic_not_found")


@app.route("/items/<number>")
async def item(request, number):
    if int(number) > 3:
        raise sanic.exceptions.NotFound("no such item")  # raised here
    return sanic.response.text(number)


client = SanicTestClient(app, port=None)


def get(path):
    return client.get(path)[1].status


def test_fails():
    assert get("/items/9") == 200


def test_passes():
    assert get("/items/2") == 200
