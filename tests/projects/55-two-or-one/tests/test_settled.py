from ledger import is_settled


def test_ten_payments():
    settled = is_settled([0.1] * 10, 1.0)
    assert settled


def test_is_a_function():
    assert callable(is_settled)
