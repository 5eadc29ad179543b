import helpers
import weather


def test_frost():
    helpers.freeze(-3)
    assert weather.report() == "-3 degrees"
