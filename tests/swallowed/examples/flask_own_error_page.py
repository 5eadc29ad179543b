# needs: flask
# request: POST /sum 500
import flask

app = flask.Flask(__name__)
app.config["PROPAGATE_EXCEPTIONS"] = False


@app.errorhandler(500)
def sorry(error):
    return "sorry", 500


@app.route("/sum", methods=["POST"])
def add():
    data = flask.request.get_json()
    return str(data["a"] + data["b"])  # raised here


def post(data):
    return app.test_client().post("/sum", json=data)


def test_fails():
    assert post({"a": 1, "b": None}).status_code == 200


def test_passes():
    assert post({"a": 1, "b": 2}).data == b"3"
