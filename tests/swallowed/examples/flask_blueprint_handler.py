# needs: flask
# request: GET /api/items/x 500
# handled: broken
import flask

api = flask.Blueprint("api", __name__, url_prefix="/api")


@api.errorhandler(ValueError)
def broken(error):
    return "broken", 500


@api.route("/items/<number>")
def item(number):
    return str(int(number))  # raised here


app = flask.Flask(__name__)
app.register_blueprint(api)


def test_fails():
    assert app.test_client().get("/api/items/x").status_code == 200


def test_passes():
    assert app.test_client().get("/api/items/7").status_code == 200
