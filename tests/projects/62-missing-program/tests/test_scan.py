from scan import text_of


def test_empty_file(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"")
    assert text_of(tmp_path / "a.pdf") == ""


def test_is_a_function():
    assert callable(text_of)
