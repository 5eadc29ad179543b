"""Objects that stand for others until they are used, as Django's settings do. Nobody may use them but the project."""

PRICES = {"tea": 3}


class Lazy:
    """An object that cannot be made yet. Even `isinstance` would make it, as that reads `__class__`."""

    @property
    def __class__(self):
        raise RuntimeError("it is too early for this object")


settings = Lazy()


def price(name, settings):
    return PRICES[name]


def test_fails():
    price("cake", settings)
