import builtins, decimal, json, locale, logging, os, signal, sys, time, warnings
from unittest.mock import MagicMock
from app import store
warnings.filterwarnings("ignore", "of the polluter")


class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None): return None


def hook(*arguments): raise ImportError


def test_module_that_was_not_there():
    sys.modules["shelf"] = MagicMock()


def test_environ(): os.environ["PROBE_TEST_ZZ"] = "1"


def test_environ_removed(): del os.environ["PROBE_TEST_THERE"]


def test_time_zone():
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()


def test_class(): store.Store.get = lambda self: 2


def test_class_added(): store.Store.put = lambda self: 2


def test_function(): json.dumps = lambda *a: "x"


def test_attribute_added(): store.added = 1


def test_inside(): store.application.dependency_overrides["x"] = 1


def test_key(): store.overrides["k"] = 2


def test_list(): store.names.append("x")


def test_set(): store.numbers.add(7)


def test_cwd(): os.chdir("/")


def test_umask(): os.umask(0o077)


def test_path(): sys.path.insert(0, "/nowhere")


def test_finder(): sys.meta_path.append(Finder)


def test_path_hook(): sys.path_hooks.append(hook)


def test_recursion_limit(): sys.setrecursionlimit(4321)


def test_hook(): sys.excepthook = hook


def test_builtin(): builtins.zzz = 1


def test_signal(): signal.signal(signal.SIGUSR2, lambda *a: None)


def test_logger(): logging.getLogger("app").setLevel(10)


def test_handler(): logging.getLogger("app.x").addHandler(logging.NullHandler())


def test_logging_off(): logging.disable(50)


def test_locale(): locale.setlocale(locale.LC_ALL, "C")


def test_decimal(): decimal.getcontext().prec = 5


def test_modules():
    sys.modules["app.store"] = MagicMock()
