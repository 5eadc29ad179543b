import events


def test_handlers_are_called():
    seen = []
    events.handlers.append(seen.append)
    events.emit("login")
    assert seen == ["login"]
