import inspect
from mesonext._core import total

def describe(function):
    return inspect.getargspec(function).args
