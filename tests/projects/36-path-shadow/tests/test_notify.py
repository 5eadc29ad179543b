from notify import notify


def test_mail_is_sent():
    assert notify("ada") is True
