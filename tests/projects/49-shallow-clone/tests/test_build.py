from build import number

LAST_RELEASE = 2


def test_number_grew_since_the_release():
    assert number() > LAST_RELEASE


def test_is_a_function():
    assert callable(number)
