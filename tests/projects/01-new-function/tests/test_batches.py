from mailing.batches import batches


def test_full_and_partial():
    assert batches(["a", "b", "c"], size=2) == [["a", "b"], ["c"]]


def test_type():
    assert callable(batches)
