def make_app():
    from flask import Flask

    app = Flask(__name__)

    @app.get("/ping")
    def ping():
        return "pong"

    return app
