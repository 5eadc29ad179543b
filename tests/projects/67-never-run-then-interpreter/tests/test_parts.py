from parts import pairs


def test_pairs():
    assert pairs("abc") == [("a", "b"), ("c",)]
