import json, logging, os, sys, warnings
from unittest.mock import MagicMock
from app import store
sys.modules["missing_library"] = MagicMock()


def test_environ(): os.environ["PROBE_TEST_ZZ"] = "1"


def test_class():
    store.Store.get = lambda self: 2


def test_overrides():
    store.application.dependency_overrides["x"] = 1
    store.overrides["k"] = 1


def test_third_party():
    global kept
    kept = json.dumps
    json.dumps = lambda *a: "x"


def test_clean(monkeypatch):
    monkeypatch.setenv("PROBE_TEST_CLEAN", "1")
    monkeypatch.setattr(store, "overrides", {})


def test_cwd():
    os.chdir("/")


def test_umask():
    os.umask(0o77)


def test_logging():
    logging.getLogger().setLevel(10)


def test_restores():
    json.dumps = kept


def test_third_party_class():
    json.JSONDecoder.decode = json.JSONDecoder.raw_decode
