from lookup import number_of


def test_coffee():
    assert number_of("coffee") == 1


def test_is_a_function():
    assert callable(number_of)
