import clock


def test_stamp():
    assert not clock.stamp(86400).endswith("09:00")
