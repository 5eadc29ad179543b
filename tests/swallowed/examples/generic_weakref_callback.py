# What a callback of a weak reference raises is printed by Python: seen on every version.
import gc
import weakref


class Session:
    pass


def closed(counts, name):
    counts[name] -= 1  # raised here


def use(counts, name):
    session = Session()
    reference = weakref.ref(session, lambda _: closed(counts, name))
    del session
    gc.collect()
    return counts, reference


def test_fails():
    assert use({"a": 1}, "b")[0] == {"a": 0}


def test_passes():
    assert use({"a": 1}, "a")[0] == {"a": 0}
