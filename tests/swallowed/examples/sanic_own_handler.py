# needs: sanic
# request: POST /orders 500
# handled: everything
import sanic
import sanic.response

try:
    from sanic_testing.testing import SanicTestClient
except ImportError:
    from sanic.testing import SanicTestClient

app = sanic.Sanic("sanic_own_handler")


@app.exception(Exception)
async def everything(request, error):
    return sanic.response.json({"error": "internal"}, status=500)


def book(order):
    return order["item"].strip()  # raised here


@app.route("/orders", methods=["POST"])
async def orders(request):
    return sanic.response.text(book(request.json))


client = SanicTestClient(app, port=None)


def post(order):
    return client.post("/orders", json=order)[1].status


def test_fails():
    assert post({"item": None}) == 200


def test_passes():
    assert post({"item": " tea "}) == 200
