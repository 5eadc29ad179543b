from clock import stamp


def test_stamp_is_utc():
    assert stamp().endswith("Z")


def test_name():
    assert stamp.__name__ == "stamp"
