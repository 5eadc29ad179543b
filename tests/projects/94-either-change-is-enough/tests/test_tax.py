from shop import tax


def test_rate():
    assert tax.rate() == 19
