import rates


def test_pounds():
    assert rates.convert(10, "gbp") == 13.0


def test_nothing_costs_nothing():
    assert rates.convert(0, "gbp") == 0
