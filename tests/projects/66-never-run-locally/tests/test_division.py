from core import divide


def test_divide():
    assert divide(1, 2) == 0.5
