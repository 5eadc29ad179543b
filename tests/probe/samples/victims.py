import builtins, decimal, importlib, json, locale, logging, os, signal, sys, time, warnings
from app import store
FILTERED = [one for one in warnings.filters if one[1] is not None and "of the polluter" in str(one[1])]


def test_warnings(): assert not FILTERED


def test_modules(): assert importlib.import_module("app.store") is store


def test_module_that_was_not_there(): assert "shelf" not in sys.modules


def test_environ(): assert "PROBE_TEST_ZZ" not in os.environ


def test_environ_removed(): assert os.environ.get("PROBE_TEST_THERE") == "here"


def test_time_zone(): assert (os.environ.get("TZ"), time.tzname[0]) == (None, "UTC")


def test_class(): assert store.Store().get() == 1


def test_class_added(): assert not hasattr(store.Store, "put")


def test_function(): assert json.dumps(1) == "1"


def test_attribute_added(): assert not hasattr(store, "added")


def test_inside(): assert store.application.dependency_overrides == {}


def test_key(): assert store.overrides is store.same and store.overrides == {"k": 1}


def test_list(): assert store.names == ["a"]


def test_set(): assert store.numbers == {1}


def test_cwd(): assert os.getcwd() != "/"


def test_umask():
    mask = os.umask(0o022)
    os.umask(mask)
    assert mask != 0o077


def test_path(): assert "/nowhere" not in sys.path


def test_finder(): assert "Finder" not in [getattr(one, "__name__", "") for one in sys.meta_path]


def test_path_hook(): assert "hook" not in [one.__name__ for one in sys.path_hooks]


def test_recursion_limit(): assert sys.getrecursionlimit() != 4321


def test_hook(): assert getattr(sys.excepthook, "__name__", "") != "hook"


def test_builtin(): assert not hasattr(builtins, "zzz")


def test_signal(): assert signal.getsignal(signal.SIGUSR2) == signal.SIG_DFL


def test_logger(): assert logging.getLogger("app").level == 0


def test_handler(): assert not logging.getLogger("app.x").handlers


def test_logging_off(): assert logging.root.manager.disable == 0


def test_locale(): assert locale.setlocale(locale.LC_CTYPE) != "C"


def test_decimal(): assert decimal.getcontext().prec == 28
