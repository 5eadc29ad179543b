import rates


def test_rates_are_asked_once():
    calls = []

    def fake(currency):
        calls.append(currency)
        return 1.0

    rates.fetch = fake
    assert rates.convert(3, "eur") == 3.0
    assert calls == ["eur"]
