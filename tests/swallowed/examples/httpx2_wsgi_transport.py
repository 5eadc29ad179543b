# needs: flask, httpx2
# request: GET /double 500
import flask
import httpx2

app = flask.Flask(__name__)


@app.route("/double")
def double():
    return str(2 * int(flask.request.args["of"]))  # raised here


def get(of):
    with httpx2.Client(transport=httpx2.WSGITransport(app=app), base_url="http://test") as client:
        return client.get("/double", params={"of": of})


def test_fails():
    assert get("two").status_code == 200


def test_passes():
    assert get("2").status_code == 200
