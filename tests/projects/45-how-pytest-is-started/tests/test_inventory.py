from inventory import count


def test_count():
    assert count(["tea", "cake"]) == 2
