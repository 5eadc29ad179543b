from site_app import make_app


def test_ping():
    assert make_app().test_client().get("/ping").text == "pong"


def test_is_a_function():
    assert callable(make_app)
