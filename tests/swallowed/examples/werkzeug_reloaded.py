# needs: flask, werkzeug>=1.0
# request: GET /reloaded 500
import importlib

import flask
import werkzeug.test

app = flask.Flask(__name__)


@app.route("/reloaded")
def reloaded():
    return {"a": "b"}[flask.request.args["key"]]  # raised here


def get(key):
    importlib.reload(werkzeug.test)
    importlib.reload(werkzeug.test)
    return werkzeug.test.Client(app).get("/reloaded?key=" + key)


def test_fails():
    answer = get("x")
    assert (answer[1][:3] if isinstance(answer, tuple) else str(answer.status_code)) == "200"


def test_passes():
    answer = get("a")
    assert (answer[1][:3] if isinstance(answer, tuple) else str(answer.status_code)) == "200"
