from progress import bar


def test_all_done():
    assert set(bar(4, 4)) == {"#"}


def test_is_a_function():
    assert callable(bar)
