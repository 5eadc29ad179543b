from mails import load


def test_template_is_found():
    assert load("mail").startswith("Dear")
