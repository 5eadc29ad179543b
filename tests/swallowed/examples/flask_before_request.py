# needs: flask
# request: GET / 500
import flask

app = flask.Flask(__name__)
CONFIG = {}


@app.before_request
def connect():
    flask.g.database = CONFIG["database"]  # raised here


@app.route("/")
def index():
    return flask.g.database


def test_fails():
    assert app.test_client().get("/").status_code == 200


def test_passes(monkeypatch):
    monkeypatch.setitem(CONFIG, "database", "sqlite")
    assert app.test_client().get("/").data == b"sqlite"
