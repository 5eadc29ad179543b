# needs: flask
# request: GET /page/9 404
import flask

app = flask.Flask(__name__)


@app.route("/page/<int:number>")
def page(number):
    if number > 3:
        flask.abort(404)  # raised here
    return str(number)


def test_fails():
    assert app.test_client().get("/page/9").status_code == 200


def test_passes():
    assert app.test_client().get("/page/2").status_code == 200
