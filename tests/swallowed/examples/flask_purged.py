# needs: flask
# request: GET /size 500
# Flask and werkzeug are taken out of sys.modules and imported again, as tests of optional dependencies do.
import sys


def purge():
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] in ("flask", "werkzeug")}


def get(text):
    kept = purge()
    try:
        import flask

        app = flask.Flask(__name__)

        @app.route("/size")
        def size():
            return str(len(flask.request.args["text"].split("=", 1)[1]))  # raised here

        return app.test_client().get("/size?text=" + text).status_code
    finally:
        purge()
        sys.modules.update(kept)


def test_fails():
    assert get("abc") == 200


def test_passes():
    assert get("a%3Dc") == 200
