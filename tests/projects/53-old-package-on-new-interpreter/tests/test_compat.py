from compat import join


def test_join():
    assert join("http://localhost/a/", "b") == "http://localhost/a/b"


def test_is_a_function():
    assert callable(join)
