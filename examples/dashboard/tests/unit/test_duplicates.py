from webdashboard.duplicates import digest, find_duplicates


def test_no_duplicates():
    assert find_duplicates([("a.pdf", b"a"), ("b.pdf", b"b")]) == {}


def test_later_copies_point_to_the_first():
    files = [("a.pdf", b"x"), ("b.pdf", b"x"), ("c.pdf", b"x")]
    assert find_duplicates(files) == {"b.pdf": "a.pdf", "c.pdf": "a.pdf"}


def test_digest_depends_on_content():
    assert digest(b"a") != digest(b"b")
