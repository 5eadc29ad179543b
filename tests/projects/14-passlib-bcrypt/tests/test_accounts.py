from accounts import check, register


def test_password_is_accepted():
    assert check(register("ada", "secret"), "secret")


def test_is_a_function():
    assert callable(check)
