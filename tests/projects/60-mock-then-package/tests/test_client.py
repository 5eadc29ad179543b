from feeds.client import client


def test_address():
    assert str(client("news").base_url) == "http://localhost/news/"


def test_is_a_function():
    assert callable(client)
