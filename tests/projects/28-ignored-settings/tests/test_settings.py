from settings import load


def test_sender():
    assert load()["mail"]["sender"] == "team@example.org"


def test_host():
    assert load()["mail"]["host"] == "localhost"
