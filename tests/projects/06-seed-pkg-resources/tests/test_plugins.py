from plugins import version_of


def test_version_is_known():
    assert version_of("six").startswith("1.")


def test_is_a_function():
    assert callable(version_of)
