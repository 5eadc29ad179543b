from ledger import settings, total


def test_fee_is_added():
    settings.fee = 0.5
    assert total([1]) == 1.5
