import catalogue


def test_slow_loading():
    catalogue.load_all()


def test_price():
    assert catalogue.price("item-21") == 42


def test_is_a_function():
    assert callable(catalogue.price)
