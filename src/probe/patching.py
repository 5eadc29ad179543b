"""Puts functions of the probe in the place of others, so that they look alike and leave no frame of their own."""

chains = kit.part("chains")
LIKENESS = ("__name__", "__qualname__", "__module__", "__doc__")


def replace(owner, name, function):
    """Puts `function` in the place of owner.name (`owner` is a class or a module) and makes it look like what was
    there. Doing so twice in one place is the same as once."""
    original = owner.__dict__[name] if isinstance(owner, type) else getattr(owner, name)
    if getattr(original, "__code__", None) is function.__code__:
        return
    for attribute in LIKENESS:
        setattr(function, attribute, getattr(original, attribute, None))
    function.__wrapped__ = original
    setattr(owner, name, function)


def copy_with(owner, **changes):
    """A shallow copy with some attributes changed. The original is never touched, so threads may share it."""
    twin = object.__new__(type(owner))
    twin.__dict__.update(owner.__dict__)
    twin.__dict__.update(changes)
    return twin


def trim(error):
    """Takes the frame of the calling function of the probe out of a traceback. Called in the except block before a bare
    `raise`, which puts that frame back in up to 3.10."""
    trace = error.__traceback__
    if chains.KEEPS_TRIMMED and trace is not None and trace.tb_next is not None:
        error.__traceback__ = trace.tb_next
