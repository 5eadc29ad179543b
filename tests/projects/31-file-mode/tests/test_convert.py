from convert import SCRIPT, upper


def test_upper():
    assert upper("tea") == "TEA"


def test_script_is_there():
    assert SCRIPT.is_file()
