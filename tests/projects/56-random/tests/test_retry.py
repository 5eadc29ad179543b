from retry import delay


def test_second_delay_is_longer_than_the_base():
    assert delay(1) > 2


def test_is_a_function():
    assert callable(delay)
