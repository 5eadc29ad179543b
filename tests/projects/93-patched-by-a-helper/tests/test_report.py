import weather


def test_report():
    assert weather.report() == "21 degrees"
