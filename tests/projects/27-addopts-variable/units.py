import warnings


def to_miles(kilometres):
    warnings.warn("use convert()", DeprecationWarning, stacklevel=2)
    return kilometres * 0.621371
