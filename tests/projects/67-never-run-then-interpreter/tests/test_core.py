def test_core():
    assert list(range(2)) == [0, 1]
