# needs: flask
# request: GET /user/bob 500
import flask

app = flask.Flask(__name__)
app.config["TESTING"] = True
USERS = {"ann": {"name": "Ann"}}


@app.errorhandler(Exception)
def anything(error):
    return "internal", 500


def load(name):
    return USERS[name]["name"]  # raised here


@app.route("/user/<name>")
def user(name):
    return load(name)


def test_fails():
    assert app.test_client().get("/user/bob").status_code == 200


def test_passes():
    assert app.test_client().get("/user/ann").data == b"Ann"
