# needs: flask, monitoring
# The view catches everything itself, and says nothing.
import flask

app = flask.Flask(__name__)


def decode(text):
    return bytes.fromhex(text).decode()  # raised here


@app.route("/decode/<text>")
def view(text):
    try:
        return decode(text)
    except Exception:
        return "internal error", 500


def test_fails():
    assert app.test_client().get("/decode/zz").status_code == 200


def test_passes():
    assert app.test_client().get("/decode/6869").data == b"hi"
