from release import version


def test_version_has_three_parts():
    assert len(version().split(".")) == 3


def test_is_a_function():
    assert callable(version)
