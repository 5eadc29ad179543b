import inspect
from skbext._core import total

def describe(function):
    return inspect.getargspec(function).args
