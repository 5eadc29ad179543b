"""For observed sessions, saves and restores what belongs to the process as a whole (pieces.py)."""

import os
import sys

paths, state, pieces = kit.part("paths"), kit.part("state"), kit.part("pieces")


def module(name):
    """Returns a module of the standard library that the session has imported."""
    return sys.modules[name]


def own_folder(node):
    """Returns the folder that pytest itself puts on sys.path for a test module: the first one without __init__.py."""
    folder = os.path.dirname(os.path.join(paths.projects[0], node.partition("::")[0]))
    while paths.exists(folder + "/__init__.py"):
        folder = os.path.dirname(folder)
    return os.path.realpath(folder)


def restore_path(name, saved, node):
    """Sets sys.path back, and leaves the folder in it that pytest has put there for this module."""
    own = own_folder(node)
    fresh = [item for item in sys.path if item not in saved]
    sys.path[:] = [item for item in fresh if type(item) is str and os.path.realpath(item) == own] + saved
    sys.path_importer_cache.clear()


def restore_list(name, saved, node):
    getattr(sys, name)[:] = saved
    sys.path_importer_cache.clear()


def umask(name):
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def hook(name):
    return getattr(sys, "get" + name[3:])() if name in ("settrace", "setprofile") else getattr(sys, name, None)


def restore_hook(name, saved, node):
    if name in ("settrace", "setprofile"):
        getattr(sys, name)(saved)
    else:
        setattr(sys, name, saved)


def restore_signal(name, saved, node):
    if saved is not None:  # None is a handler that Python did not set, and cannot set.
        module("_signal").signal(int(name), saved)


def logger_of(name):
    root = module("logging").root
    return root if name == "root" else root.manager.loggerDict.get(name)


def of_pytest(handler):
    return type(handler).__module__.startswith("_pytest")


def save_logger(name):
    if name == "disable":
        return module("logging").root.manager.disable
    logger = logger_of(name)
    if not hasattr(logger, "handlers"):
        return 0, [], True, False  # This is what a new logger has.
    own = [handler for handler in logger.handlers if not of_pytest(handler)]
    return logger.level, own, logger.propagate, logger.disabled


def restore_logger(name, saved, node):
    manager = module("logging").root.manager
    if name == "disable":
        manager.disable = saved
    else:
        logger = logger_of(name)
        logger.level, own, logger.propagate, logger.disabled = saved
        logger.handlers[:] = own + [handler for handler in logger.handlers if of_pytest(handler)]
    if hasattr(manager, "_clear_cache"):
        manager._clear_cache()


def restore_filters(name, saved, node):
    warnings = module("warnings")
    warnings.filters[:] = saved
    for changed in ("_filters_mutated", "_filters_mutated_lock_held"):  # Python 3.14 has the second one.
        if hasattr(warnings, changed):
            lock = getattr(warnings, "_lock", None) if changed.endswith("held") else None
            if lock is None:
                getattr(warnings, changed)()
            else:
                with lock:
                    getattr(warnings, changed)()
            break


def decimals():
    return module("decimal" if "decimal" in sys.modules else "_decimal")


def locales(*value):
    return module("_locale").setlocale(module("_locale").LC_ALL, *value)


def restore_zone(name, saved, node):
    pieces.restore_environ("TZ", saved, node)


SAVED = {  # kind -> how a piece of it is saved and restored
    "cwd": (lambda name: os.getcwd(), lambda name, saved, node: os.chdir(saved)),
    "umask": (umask, lambda name, saved, node: os.umask(saved)),
    "builtins": (
        lambda name: vars(module("builtins")).get(name, pieces.ABSENT),
        lambda name, saved, node: pieces.put(vars(module("builtins")), name, saved),
    ),
    "sys.path": (lambda name: list(sys.path), restore_path),
    "meta_path": (lambda name: list(sys.meta_path), restore_list),
    "path_hooks": (lambda name: list(sys.path_hooks), restore_list),
    "recursion_limit": (
        lambda name: sys.getrecursionlimit(),
        lambda name, saved, node: sys.setrecursionlimit(saved),
    ),
    "hooks": (hook, restore_hook),
    "signal": (lambda name: module("_signal").getsignal(int(name)), restore_signal),
    "logging": (save_logger, restore_logger),
    "warnings": (lambda name: list(module("warnings").filters), restore_filters),
    "locale": (lambda name: locales(), lambda name, saved, node: locales(saved)),
    "timezone": (lambda name: pieces.save_environ("TZ"), restore_zone),
    "decimal": (
        lambda name: decimals().getcontext().copy(),
        lambda name, saved, node: decimals().setcontext(saved.copy()),
    ),
}
