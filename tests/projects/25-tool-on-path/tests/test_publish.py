from publish import digest


def test_digest_is_a_number(tmp_path):
    (tmp_path / "release.txt").write_text("1.0")
    assert digest(tmp_path / "release.txt").isdigit()


def test_is_a_function():
    assert callable(digest)
