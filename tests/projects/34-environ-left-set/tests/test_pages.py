from pages import error_page


def test_no_details_for_visitors():
    assert "ValueError" not in error_page(ValueError("secret"))
