# needs: flask
# request: GET /total 500
import flask

app = flask.Flask(__name__)


@app.route("/total")
def total():
    return str(sum(map(int, flask.request.args["of"].split())))  # raised here


def get(of):
    return app.test_client().get("/total?of=" + of)


def test_fails():
    assert get("1+x").status_code == 200


def test_passes():
    assert get("1+2").data == b"3"
