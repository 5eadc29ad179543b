# needs: sanic
# request: GET /sum 500
import sanic
import sanic.response

try:
    from sanic_testing.testing import SanicTestClient
except ImportError:
    from sanic.testing import SanicTestClient

app = sanic.Sanic("sanic_handler")


@app.route("/sum")
async def add(request):
    return sanic.response.text(str(sum(int(each) for each in request.args.getlist("of"))))  # raised here


client = SanicTestClient(app, port=None)


def get(query):
    return client.get("/sum" + query)[1].status


def test_fails():
    assert get("?of=1&of=b") == 200


def test_passes():
    assert get("?of=1&of=2") == 200
