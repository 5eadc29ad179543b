from report import day_of


def test_just_after_midnight():
    assert day_of(1700006400) == "2023-11-15"


def test_noon():
    assert day_of(1700049600) == "2023-11-15"
