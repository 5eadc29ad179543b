import os

from pages import error_page


def test_details_for_developers():
    os.environ["APP_DEBUG"] = "1"
    assert "ValueError" in error_page(ValueError("no"))
