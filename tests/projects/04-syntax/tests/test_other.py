def test_six_is_there():
    import six

    assert six.PY3
