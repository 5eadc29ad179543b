from ledger import is_settled, total


def test_ten_payments_settle_the_bill():
    assert is_settled([0.1] * 10, 1.0)


def test_whole_numbers():
    assert total([1, 2]) == 3
