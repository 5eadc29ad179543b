from console import headline


def test_plain_in_a_pipe():
    assert headline("Results") == "Results"


def test_bold_in_a_terminal():
    assert headline("Results", terminal=True) == "\033[1mResults\033[0m"
