from sessions import is_signed_in, sign_in


def test_sign_in():
    sign_in("ada")
    assert is_signed_in("ada")


def test_stays_signed_in():
    assert is_signed_in("ada")
