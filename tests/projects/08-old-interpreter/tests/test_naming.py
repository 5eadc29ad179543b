from naming import slug


def test_drafts_lose_their_prefix():
    assert slug("Draft: The Sea") == "the-sea"


def test_is_a_function():
    assert callable(slug)
