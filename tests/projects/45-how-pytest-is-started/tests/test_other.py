def test_other():
    assert not []
