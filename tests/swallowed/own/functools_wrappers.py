# needs: wrapt, decorator
import functools

import decorator
import wrapt

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


@functools.lru_cache(None)
def cached(name):
    return price(name)


@functools.singledispatch
def dispatched(name):
    return price(name)


@wrapt.decorator
def with_wrapt(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)


@decorator.decorator
def with_decorator(function, *args, **kwargs):
    return function(*args, **kwargs)


class Shop:
    @functools.cached_property
    def cake(self):
        return price("cake")

    @property
    def milk(self):
        return price("milk")


def test_cache():
    cached("cake")


def test_dispatch():
    dispatched("cake")


def test_partial():
    functools.partial(price, "cake")()


@with_wrapt
def test_wrapt():
    price("cake")


@with_decorator
def test_decorator():
    assert price("tea") == 4


def test_property():
    assert Shop().milk


def test_cached_property():
    assert Shop().cake


def test_sorted():
    sorted(["tea", "cake"], key=price)
