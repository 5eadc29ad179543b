# needs: monitoring
import contextlib


def first_line(text):
    line = ""
    with contextlib.suppress(Exception):
        line = text.splitlines()[0]  # raised here
    return line


def test_fails():
    assert first_line(None) == "one"


def test_passes():
    assert first_line("one\ntwo") == "one"
