from badge import badge


def test_name_and_mail():
    assert badge({"name": "Ada", "mail": "ada@example.org"}) == "Ada <ada@example.org>"
