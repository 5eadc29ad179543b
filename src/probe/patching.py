"""Puts functions of the probe in the place of others. The new functions look like the old ones and leave no frame of
their own in tracebacks."""

chains = kit.part("chains")
LIKENESS = ("__name__", "__qualname__", "__module__", "__doc__")


def replace(owner, name, function):
    """Puts `function` in the place of owner.name, and makes it look like the function that was there. `owner` is a
    class or a module. Doing this twice in one place has the same effect as doing it once."""
    original = owner.__dict__[name] if isinstance(owner, type) else getattr(owner, name)
    if getattr(original, "__code__", None) is function.__code__:
        return
    for attribute in LIKENESS:
        setattr(function, attribute, getattr(original, attribute, None))
    function.__wrapped__ = original
    setattr(owner, name, function)


def copy_with(owner, **changes):
    """Returns a shallow copy with some attributes changed. The original is never touched, because threads may share
    it."""
    twin = object.__new__(type(owner))
    twin.__dict__.update(owner.__dict__)
    twin.__dict__.update(changes)
    return twin


def trim(error):
    """Removes the frame of the probe's function that calls this from a traceback. It is called in the except block
    before a bare `raise`, which up to 3.10 puts that frame back in."""
    trace = error.__traceback__
    if chains.KEEPS_TRIMMED and trace is not None and trace.tb_next is not None:
        error.__traceback__ = trace.tb_next
