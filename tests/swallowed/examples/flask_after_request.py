# needs: flask
# request: GET /page 500
import flask

app = flask.Flask(__name__)


@app.after_request
def stamp(response):
    response.headers["X-Length"] = str(response.content_length // int(flask.request.args.get("by", 1)))  # raised here
    return response


@app.route("/page")
def page():
    return "page"


def test_fails():
    assert app.test_client().get("/page?by=0").status_code == 200


def test_passes():
    assert app.test_client().get("/page").status_code == 200
