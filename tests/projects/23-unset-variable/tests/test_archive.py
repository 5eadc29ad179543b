from archive import headers


def test_token_is_sent():
    assert headers()["Authorization"].startswith("Bearer ")


def test_is_a_function():
    assert callable(headers)
