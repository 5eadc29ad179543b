import events


def test_strict_can_be_switched_on():
    events.flags["strict"] = True
    assert events.flags["strict"]
