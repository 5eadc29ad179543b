# needs: werkzeug, flask
# request: GET /mounted/list 500
# The application is mounted in another one, and werkzeug's client is used without Flask's.
import flask
from werkzeug.test import Client

try:
    from werkzeug.middleware.dispatcher import DispatcherMiddleware
except ImportError:
    from werkzeug.wsgi import DispatcherMiddleware
try:
    from werkzeug.wrappers import BaseResponse as Response
except ImportError:
    from werkzeug.wrappers import Response

inner = flask.Flask(__name__)


@inner.route("/list")
def names():
    return ",".join(sorted(flask.request.args.to_dict(flat=False)["name"], key=lambda name: name.index("a")))  # raised here


app = DispatcherMiddleware(flask.Flask("outer"), {"/mounted": inner})


def get(query):
    return Client(app, Response).get("/mounted/list" + query)


def test_fails():
    assert get("?name=ann&name=bob").status_code == 200


def test_passes():
    assert get("?name=ann&name=dan").status_code == 200
