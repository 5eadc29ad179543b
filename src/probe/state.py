"""Observed sessions: which piece of the process's state each collected module and each test leaves changed. Looks at identities, never at
equality or repr of what belongs to the project."""

import os
import sys

record, paths = kit.part("record"), kit.part("paths")
chains = kit.part("chains")
MODULE, FUNCTION = type(sys), type(lambda: 0)
CONTAINERS = (dict, list, set)
IGNORED = {
    "last_type",
    "last_value",
    "last_traceback",
    "last_exc",
    "__warningregistry__",
    "tempdir",
    "_inst",
    "__annotations__",
    "__cached__",
    "__annotate__",
}
PYTEST = ("_pytest", "pytest", "pluggy", "py", "xdist", "execnet", "iniconfig", "testskew")
LIMIT, BIG = 500, 2000
GONE = None
before_all = None


def short(value):
    """What a value is, in a few words, without asking it."""
    kind = type(value)
    try:
        if kind is MODULE:
            return "module"
        if kind is FUNCTION:
            return "function %s" % value.__qualname__
        if isinstance(kind, type) and isinstance(value, type):
            return "class %s" % chains.type_name(value)
        if kind in (bool, type(None), int, float):
            return repr(value)[:40]
        return chains.type_name(kind)
    except Exception:
        return "?"


class Kept:
    """A value in a snapshot. Holding it keeps its identity from being reused: this session is allowed to be visible."""

    __slots__ = ("value", "text")

    def __init__(self, value, text=None):
        self.value, self.text = value, text

    def same(self, other):
        return self.value is other.value if self.text is None else self.text == other.text

    def show(self):
        return short(self.value) if self.text is None else self.text


def by_text(found, what, name, text, value=None):
    found[what, name] = Kept(value, text)


def process(found):
    """Everything that belongs to the process as a whole."""
    for name, value in os.environ.items():
        if not name.startswith("PYTEST_"):
            found["environ", name] = Kept(value, "set " + str(hash(value)))
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
    for name, value in vars(sys.modules["builtins"]).items():
        if name not in ("_", "@py_builtins"):
            found["builtins", name] = Kept(value)
    modules = sys.modules
    if "_signal" in modules:
        for number in range(1, 65):
            try:
                found["signal", str(number)] = Kept(modules["_signal"].getsignal(number))
            except (ValueError, OSError):
                pass
    logging = modules.get("logging")
    if type(logging) is MODULE:
        by_text(found, "logging", "disable", str(logging.root.manager.disable))
        loggers = [("root", logging.root)] + [pair for pair in list(logging.root.manager.loggerDict.items())]
        for name, logger in loggers:
            if hasattr(logger, "handlers"):
                handlers = [
                    short(handler) for handler in logger.handlers if not type(handler).__module__.startswith("_pytest")
                ]
                by_text(
                    found,
                    "logging",
                    name,
                    "level %s %s %s %s" % (logger.level, " ".join(handlers), logger.propagate, logger.disabled),
                )
    if "warnings" in modules:
        by_text(
            found,
            "warnings",
            "filters",
            " ".join(
                ["%s:%s" % (item[0], getattr(item[2], "__name__", "")) for item in modules["warnings"].filters[:100]]
            ),
        )
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


def is_project(module):
    try:
        name = vars(module).get("__file__")
        return type(name) is str and paths.place(name)[1] == "p"
    except Exception:
        return False


def contents(found, what, value):
    """The entries of a container, by identity."""
    if len(value) > BIG:
        by_text(found, "container", what, "%d entries" % len(value))
    elif isinstance(value, dict):
        for key, item in list(dict.items(value)):
            name = (
                key
                if type(key) is str
                else repr(key)[:80]
                if type(key) in (int, bytes)
                else short(key) + " at " + hex(id(key))
            )
            found["container", "%s[%s]" % (what, name[:200])] = Kept(item)
    elif isinstance(value, list):
        by_text(
            found,
            "container",
            what,
            "%d items %s" % (len(value), hash(tuple([id(item) for item in value]))),
            list(value),
        )
    else:
        by_text(
            found,
            "container",
            what,
            "%d members %s" % (len(value), hash(frozenset([id(item) for item in value]))),
            list(value),
        )


def snapshot():
    found = {}
    process(found)
    for name, module in list(sys.modules.items()):
        top = name.partition(".")[0]
        if top in PYTEST:
            continue
        found["sys.modules", name] = Kept(module)
        if type(module) is not MODULE:
            continue
        mine = is_project(module)
        if name in (
            "sys",
            "builtins",
            "__main__",
            "linecache",
            "warnings",
            "random",
            "threading",
            "tempfile",
            "gc",
            "re",
            "_thread",
        ):
            continue
        for key, value in list(vars(module).items()):
            if key in IGNORED or (key.startswith("@") and not mine):
                continue
            if type(value) is MODULE and (name + "." + key) in sys.modules:
                continue  # a submodule, set by its import
            callable_there = (
                type(value) is FUNCTION
                or isinstance(value, type)
                or type(value).__name__ == "builtin_function_or_method"
            )
            if not mine:
                if callable_there or key[:1] != "_":
                    found["attribute", name + ":" + key] = Kept(value)
                if isinstance(value, type) and value.__module__ == name:
                    members(found, name, key, value)
                continue
            found["attribute", name + ":" + key] = Kept(value)
            if isinstance(value, type) and value.__module__ == name:
                members(found, name, key, value)
            elif isinstance(value, CONTAINERS) and not isinstance(value, type):
                contents(found, name + ":" + key, value)
            elif not isinstance(value, type) and type(value) not in (FUNCTION, MODULE, str, int):
                inside(found, name + ":" + key, value)
    return found


def members(found, name, key, owner):
    for member, value in list(type.__dict__["__dict__"].__get__(owner).items()):
        if member in (
            "__dict__",
            "__weakref__",
            "__doc__",
            "__module__",
            "__abstractmethods__",
            "_abc_impl",
            "__annotations__",
            "__annotations_cache__",
            "__annotate_func__",
            "__static_attributes__",
            "__firstlineno__",
        ):
            continue
        found["attribute", "%s:%s.%s" % (name, key, member)] = Kept(value)
        if type(value) in CONTAINERS:
            contents(found, "%s:%s.%s" % (name, key, member), value)


def inside(found, what, value):
    """The containers right inside an object of a module, such as an application's dependency_overrides."""
    try:
        held = object.__getattribute__(value, "__dict__")
    except Exception:
        return
    if type(held) is not dict or len(held) > 200:
        return
    for key, item in list(held.items()):
        found["attribute", what + "." + str(key)] = Kept(item)
        if type(item) in CONTAINERS and len(item) <= 200:
            contents(found, what + "." + str(key), item)


def difference(old, new):
    """What changed; pieces of modules that only came or went with their module are left out, the module itself says it."""
    changed, fresh = [], set()
    for key in new:
        if key[0] == "sys.modules" and (key not in old or not new[key].same(old[key])):
            fresh.add(key[1])
    for key in old:
        if key[0] == "sys.modules" and key not in new:
            fresh.add(key[1])
    for key, kept in new.items():
        past = old.get(key)
        if past is not None and kept.same(past):
            continue
        if key[0] in ("attribute", "container") and key[1].partition(":")[0] in fresh:
            continue
        if (
            key[0] == "sys.modules"
            and past is None
            and type(kept.value) is MODULE
            and getattr(kept.value, "__spec__", None) is not None
        ):
            continue  # a plain first import
        if key[0] == "logging" and past is None and kept.text == "level 0  True False":
            continue  # a logger that was only asked for
        if past is not None and past.show() == "lazy_import":
            continue  # a lazy import that was needed
        changed.append((key, past, kept))
    for key, past in old.items():
        if key not in new and not (key[0] in ("attribute", "container") and key[1].partition(":")[0] in fresh):
            changed.append((key, past, None))
    return [describe(key, past, kept) for key, past, kept in changed[:LIMIT]]


def describe(key, past, kept):
    then, now = past and past.show(), kept and kept.show()
    if key[0] == "environ":
        then, now = past and "set", kept and "set"
    return {"what": key[0], "name": key[1], "before": then, "after": now}


def before(at, name):
    global before_all
    before_all = snapshot()


def after(at, name):
    global before_all
    if before_all is None:
        return
    now = snapshot()
    changed = difference(before_all, now)
    before_all = None
    if changed:
        record.say({"t": "state", "at": at, "id": name, "changed": changed})
