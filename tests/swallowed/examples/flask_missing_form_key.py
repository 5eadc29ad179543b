# needs: flask
# request: POST /login 400
import flask

app = flask.Flask(__name__)


@app.route("/login", methods=["POST"])
def login():
    return flask.request.form["user"]  # raised here


def test_fails():
    assert app.test_client().post("/login", data={"name": "ann"}).status_code == 200


def test_passes():
    assert app.test_client().post("/login", data={"user": "ann"}).status_code == 200
