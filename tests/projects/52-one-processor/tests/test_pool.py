from pool import squares


def test_squares():
    assert squares([1, 2, 3]) == [1, 4, 9]


def test_is_a_function():
    assert callable(squares)
