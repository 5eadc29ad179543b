import builtins
import gc
import json
import linecache
import os
import sys
import weakref

import pytest


class Nasty(Exception):
    def __str__(self):
        raise ValueError("no text")


class Lying:
    def __getattribute__(self, name):
        raise RuntimeError(name)


def test_nasty():
    raise Nasty()


def test_big():
    raise RuntimeError("x" * 5000000)


def test_recursion():
    def down(n):
        return down(n + 1)
    down(0)


def test_patched(monkeypatch):
    monkeypatch.setattr(os, "write", None)
    monkeypatch.setattr(json, "dumps", None)
    monkeypatch.setattr(builtins, "open", None)
    monkeypatch.setattr(os, "getpid", lambda: 1)


def test_linecache_stays():
    size = len(linecache.cache)
    try:
        raise KeyError
    except KeyError:
        pass
    assert len(linecache.cache) == size


def test_closes_everything():
    os.closerange(600, 1000)


def test_after():
    assert sys.gettrace() is None


def test_weak():
    class Held(Exception):
        pass
    try:
        raise Held
    except Held as error:
        ref = weakref.ref(error)
    assert ref() is None


def test_lying():
    with pytest.raises(RuntimeError):
        Lying().x
    assert gc.isenabled()


def test_surrogate():
    raise RuntimeError("\udc80")
