import cffiext

def test_total():
    assert cffiext.total(1, 2) == 3

def test_describe():
    assert cffiext.describe(lambda a, b: 0) == ["a", "b"]
