from flask import Flask, jsonify

CATALOGUE = {"tea": 4, "mug": 9}


def create_app():
    app = Flask(__name__)

    @app.route("/items")
    def items():
        return jsonify(CATALOGUE)

    @app.route("/items/<name>")
    def item(name):
        if name not in CATALOGUE:
            return jsonify(error="no such item"), 404
        return jsonify(name=name, price=CATALOGUE[name])

    return app
