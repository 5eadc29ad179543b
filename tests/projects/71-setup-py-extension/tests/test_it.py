import extmod

def test_total():
    assert extmod.total(1, 2) == 3

def test_describe():
    assert extmod.describe(lambda a, b: 0) == ["a", "b"]
