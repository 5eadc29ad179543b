from download import patient


def test_tries():
    assert patient(5).total == 5


def test_is_a_function():
    assert callable(patient)
