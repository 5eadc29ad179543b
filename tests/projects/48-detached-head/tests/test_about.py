from about import channel


def test_main_is_stable():
    assert channel() == "stable"


def test_is_a_function():
    assert callable(channel)
