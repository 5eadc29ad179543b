# needs: flask
# request: GET /convert 500
import flask

app = flask.Flask(__name__)


def convert(text):
    return float(text)  # raised here


@app.route("/convert")
def view():
    try:
        return str(convert(flask.request.args["value"]))
    except ValueError:
        app.logger.exception("no number")
        return "no", 500


def test_fails():
    assert app.test_client().get("/convert?value=1,5").status_code == 200


def test_passes():
    assert app.test_client().get("/convert?value=1.5").status_code == 200
