import units


def test_miles():
    assert round(units.to_miles(10)) == 6


def test_is_a_function():
    assert callable(units.to_miles)
