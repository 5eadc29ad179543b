import weather


def test_forecast():
    assert weather.forecast("Oslo") is not None


def test_is_a_function():
    assert callable(weather.forecast)
