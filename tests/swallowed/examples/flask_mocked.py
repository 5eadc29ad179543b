# needs: flask
# request: GET /mocked 500
# Mocks in the place of frameworks, and of Flask's own methods, are left as they are.
import sys
from unittest import mock

import flask

app = flask.Flask(__name__)


@app.route("/mocked")
def mocked():
    import django.test.client

    assert isinstance(django.test.client.Client, mock.Mock)
    return flask.request.args["name"].zfill(int(flask.request.args["width"]))  # raised here


def get(width):
    names = ["django", "django.test", "django.test.client", "werkzeug.debug"]
    module = mock.MagicMock()
    with mock.patch.dict(sys.modules, {name: module for name in names}), mock.patch.object(flask.Flask, "log_exception", autospec=True):
        module.test.client = module
        return app.test_client().get("/mocked?name=a&width=" + width).status_code


def test_fails():
    assert get("two") == 200


def test_passes():
    assert get("2") == 200
