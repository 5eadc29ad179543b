from labels import merged


def test_merged():
    assert merged(["draft"], ["final", "draft"], ["late"]) == "final, late, draft"


def test_one():
    assert merged(["draft"]) == "draft"
