from loader import load


def test_load():
    assert load("demo") == "demo"


def test_is_a_function():
    assert callable(load)
