# needs: flask
# request: GET /quota 429
# handled: too_much
import flask

app = flask.Flask(__name__)


class QuotaExceeded(Exception):
    pass


@app.errorhandler(QuotaExceeded)
def too_much(error):
    return "too much", 429


def spend(amount):
    if amount > 10:
        raise QuotaExceeded(amount)  # raised here
    return amount


@app.route("/quota")
def quota():
    return str(spend(int(flask.request.args["amount"])))


def test_fails():
    assert app.test_client().get("/quota?amount=11").status_code == 200


def test_passes():
    assert app.test_client().get("/quota?amount=9").status_code == 200
