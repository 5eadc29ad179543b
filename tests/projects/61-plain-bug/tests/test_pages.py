from pages import page_count


def test_full_page():
    assert page_count(10) == 1


def test_part_of_a_page():
    assert page_count(3) == 1
