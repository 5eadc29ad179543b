import weather


def test_nothing_without_network():
    weather.offline = True
    assert weather.forecast("Oslo") is None
