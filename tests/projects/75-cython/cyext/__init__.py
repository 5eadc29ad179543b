import inspect
from cyext._core import total

def describe(function):
    return inspect.getargspec(function).args
