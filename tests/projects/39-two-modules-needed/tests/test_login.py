import events


def test_login_is_announced():
    assert events.emit("login") >= 0
