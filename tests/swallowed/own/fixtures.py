import pytest

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


@pytest.fixture
def shop():
    yield price
    assert price("tea") == 4


@pytest.fixture
def broken(shop):
    return shop("cake")


def names():
    yield price("tea")
    yield price("cake")


def test_setup(broken):
    pass


def test_teardown(shop):
    pass


def test_generator():
    assert sum(names()) == 7


def test_delegated():
    def outer():
        yield from names()

    list(outer())


def test_expected_other_words():
    with pytest.raises(KeyError, match="milk"):
        price("cake")


def test_expected_other_type():
    with pytest.raises(ValueError):
        price("cake")


@pytest.mark.xfail(raises=ValueError)
def test_expected_to_fail():
    price("cake")
