from settings import parse


def test_sections():
    assert parse("[mail]\nhost = localhost\n") == {"mail": {"host": "localhost"}}


def test_empty():
    assert parse.__name__ == "parse"
