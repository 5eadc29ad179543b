from tasks import load


def test_tasks():
    assert load("tasks: [clean, build]") == ["clean", "build"]


def test_is_a_function():
    assert callable(load)
