from tunnel import through_tunnel


def test_client_is_made():
    assert not through_tunnel().is_closed


def test_is_a_function():
    assert callable(through_tunnel)
