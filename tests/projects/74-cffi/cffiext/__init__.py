import inspect
from cffiext._core import lib

def total(a, b):
    return lib.total(a, b)

def describe(function):
    return inspect.getargspec(function).args
