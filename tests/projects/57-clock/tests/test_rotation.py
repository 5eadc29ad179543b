from rotation import slot


def test_starts_with_the_first_file():
    assert slot() == 0


def test_second():
    assert slot(1_000_000) == 1
