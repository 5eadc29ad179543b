def test_counts():
    import counts

    assert counts.count(["a", "b", "a"]) == {"a": 2, "b": 1}
