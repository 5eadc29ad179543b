from forms import parse_header


def test_content_type():
    assert parse_header("text/html; charset=utf-8") == ("text/html", {"charset": "utf-8"})


def test_is_a_function():
    assert callable(parse_header)
