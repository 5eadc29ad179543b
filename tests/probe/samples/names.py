import datetime
import gc
import json
import logging
import sys
import weakref
from shutil import rmtree as remove


class Hostile:
    """Says when someone looks at it."""
    looked = []

    def __getattribute__(self, name):
        Hostile.looked.append(name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        Hostile.looked.append(name)
        raise AttributeError("%r object has no attribute %r" % ("Hostile", name))


hostile = Hostile()


def test_hostile():
    value = hostile
    value.no_such


def test_looked_at():
    print("LOOKED", Hostile.looked)         # by pytest itself


def test_alias():
    path = "/nothing"
    remove(path, no_such=1)


class Holder:
    def __init__(self):
        self.day = datetime.date(2020, 1, 1)

    def use(self):
        return self.day.no_such


def test_held():
    Holder().use()


def test_own():
    def rmtree(path):
        pass
    rmtree("/nothing", no_such=1)


def test_syntax_of_statement():
    if json.no_such:
        pass


class Big:
    pass


def test_logged_exception_keeps_no_local_alive():
    """The frame goes on after its exception was described."""
    kept = Big()
    alive = weakref.ref(kept)
    try:
        json.no_such_thing(kept)
    except AttributeError:
        logging.getLogger("names").exception("logged")
    del kept
    gc.collect()
    assert alive() is None
    assert sys.exc_info()[0] is None
