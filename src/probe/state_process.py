"""For observed sessions, adds the state of the process as a whole to a snapshot (state.py)."""

import os
import sys

state = kit.part("state")
Kept, by_text, short, MODULE = state.Kept, state.by_text, state.short, state.MODULE


def process(found):
    """Adds everything that belongs to the process as a whole."""
    for name, value in os.environ.items():
        if not name.startswith("PYTEST_"):
            found["environ", name] = Kept(value, "set " + str(hash(value)))
    of_interpreter(found)
    for name, value in vars(sys.modules["builtins"]).items():
        if name not in ("_", "@py_builtins"):
            found["builtins", name] = Kept(value)
    if "_signal" in sys.modules:
        for number in range(1, 65):
            try:
                found["signal", str(number)] = Kept(sys.modules["_signal"].getsignal(number))
            except (ValueError, OSError):
                pass
    logging = sys.modules.get("logging")
    if type(logging) is MODULE:
        of_logging(found, logging)
    of_modules(found, sys.modules)


def of_interpreter(found):
    """Adds paths, the current folder, the umask, limits and hooks."""
    for what, items in (("sys.path", sys.path), ("meta_path", sys.meta_path), ("path_hooks", sys.path_hooks)):
        by_text(found, what, what, " ".join([item if type(item) is str else short(item) for item in items]))
    try:
        by_text(found, "cwd", "cwd", os.getcwd())
    except OSError:
        by_text(found, "cwd", "cwd", "(gone)")
    mask = os.umask(0o022)
    os.umask(mask)
    by_text(found, "umask", "umask", "%03o" % mask)
    by_text(found, "recursion_limit", "recursion_limit", str(sys.getrecursionlimit()))
    for name in ("excepthook", "displayhook", "unraisablehook"):
        found["hooks", name] = Kept(getattr(sys, name, None))
    by_text(found, "hooks", "settrace", short(sys.gettrace()))
    by_text(found, "hooks", "setprofile", short(sys.getprofile()))


def of_logging(found, logging):
    """Adds the level, the handlers and the switches of every logger. pytest's own handlers are left out, because they
    come and go."""
    by_text(found, "logging", "disable", str(logging.root.manager.disable))
    for name, logger in [("root", logging.root), *logging.root.manager.loggerDict.items()]:
        if hasattr(logger, "handlers"):
            own = [handler for handler in logger.handlers if not type(handler).__module__.startswith("_pytest")]
            about = (logger.level, " ".join([short(handler) for handler in own]), logger.propagate, logger.disabled)
            by_text(found, "logging", name, "level %s %s %s %s" % about)


def of_modules(found, modules):
    """Adds what some modules of the standard library hold for the whole process, if they are imported."""
    if "warnings" in modules:
        filters = modules["warnings"].filters[:100]
        texts = ["%s:%s" % (item[0], getattr(item[2], "__name__", "")) for item in filters]
        by_text(found, "warnings", "filters", " ".join(texts))
    if "_locale" in modules:
        by_text(found, "locale", "locale", modules["_locale"].setlocale(modules["_locale"].LC_ALL))
    for name in ("decimal", "_decimal"):
        if hasattr(modules.get(name), "getcontext"):
            context = modules[name].getcontext()
            by_text(found, "decimal", "context", "%s %s" % (context.prec, context.rounding))
    if "threading" in modules:
        for thread in modules["threading"].enumerate():
            by_text(found, "thread", "%s %s" % (thread.name, thread.ident), "daemon" if thread.daemon else "thread")
    if "time" in modules:
        by_text(found, "timezone", "timezone", "/".join(modules["time"].tzname))
