def test_names():
    assert 'login'.isidentifier()
