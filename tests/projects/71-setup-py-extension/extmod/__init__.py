import inspect
from extmod._core import total

def describe(function):
    return inspect.getargspec(function).args
