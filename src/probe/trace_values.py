"""For observed sessions, shows values as short texts that can be compared between two runs. It runs no code of the
project and keeps nothing of the values. trace_texts.py makes the texts of strings and numbers."""

import sys

paths, texts = kit.part("paths"), kit.part("trace_texts")
re = kit.borrow("re")
SECRET, MARK, SHOWN, LONG = texts.SECRET, texts.MARK, texts.SHOWN, texts.LONG
hidden, number, string, digest = texts.hidden, texts.number, texts.string, texts.digest
NODES = 60  # At most this many parts of one value are shown.
DIGEST = re.compile(MARK + "[0-9a-f]{10}")
TIMES = ("datetime", "date", "time", "timedelta", "timezone")
NUMBERS = ("decimal", "_decimal", "_pydecimal", "fractions")
FUNCTION, MODULE, METHOD = type(lambda: 0), type(sys), type(kit.part)
BUILTIN = type(len)
DICT = object.__getattribute__
own_types = {}  # Maps a class to whether it belongs to the project.


def is_own(kind):
    """Returns True for a class of the project."""
    found = own_types.get(kind)
    if found is None:
        found = False
        try:
            module = sys.modules.get(type.__getattribute__(kind, "__module__"))
            name = vars(module).get("__file__") if type(module) is MODULE else None
            found = type(name) is str and paths.place(name)[1] == "p"
        except Exception:
            pass
        if len(own_types) < 20000:
            own_types[kind] = found
    return found


def name_of(kind):
    """Returns the qualified name of a class."""
    try:
        return type.__getattribute__(kind, "__qualname__").replace("<locals>.", "")
    except Exception:
        return "?"


class Budget:
    """Counts how many parts of a value may still be looked at."""

    __slots__ = ("left",)

    def __init__(self):
        self.left = NODES


def text(value, name=""):
    """Returns the text of a value. `name` is the name of the variable or attribute, which may be the reason why the
    value is not shown."""
    kind = type(value)
    if value is None or value is True or value is False:
        return repr(value)
    secret = bool(name) and SECRET.search(name) is not None
    if secret and is_secret(value, kind):
        return hidden(repr(value))
    if kind is int or kind is float:
        return number(value)
    if kind is str:
        return string(value)
    result = item(value, 2 if is_own(kind) else 3, Budget(), secret)
    if len(result) <= 2 * SHOWN and MARK not in result:
        return result
    shown = DIGEST.sub("", result)
    return (shown if len(shown) <= 2 * SHOWN else shown[:SHOWN] + "...") + MARK + digest(result)


def is_secret(value, kind):
    """Returns True if a value may be a secret, given that its name sounds like one. Small numbers are counts. For
    values with parts, the parts are checked instead."""
    return kind in (str, bytes, bytearray) or kind in (int, float) and abs(value) >= 1000


def item(value, depth, budget, secret=False):
    """Returns the text of a part of a value. `secret` says that its name, or the name of what it belongs to, sounds
    like a secret."""
    kind = type(value)
    budget.left -= 1
    if value is None or value is True or value is False:
        return repr(value)
    if secret and is_secret(value, kind):
        return hidden(repr(value))
    if kind is int or kind is float:
        return number(value)
    if kind is str:
        return string(value)
    if kind is bytes or kind is bytearray:
        return "b" + string(bytes(value[:LONG]).decode("latin-1"))
    if budget.left <= 0 or depth <= 0:
        return "..."
    if kind is list or kind is tuple:
        return sequence(value, "[]" if kind is list else "()", depth, budget, secret)
    if kind is dict:
        return mapping(value, depth, budget, secret)
    if kind is set or kind is frozenset:
        return members(value, depth, budget, secret)
    return thing(value, kind, depth, budget, secret)


def sequence(value, brackets, depth, budget, secret):
    parts = []
    size = len(value)
    for one in value[:NODES]:
        if budget.left <= 0:
            break
        parts.append(item(one, depth - 1, budget, secret))
    if size > len(parts):
        parts.append("... %d in all" % size)
    return brackets[0] + ", ".join(parts) + brackets[1]


def mapping(value, depth, budget, secret):
    parts = []
    try:
        for at, (name, one) in enumerate(dict.items(value)):
            if budget.left <= 0 or at >= NODES:
                parts.append("... %d in all" % len(value))
                break
            key = item(name, depth - 1, budget)
            speaks = secret or type(name) is str and SECRET.search(name) is not None
            parts.append(key + ": " + item(one, depth - 1, budget, speaks))
    except RuntimeError:
        parts.append("...")  # Another thread is changing the dictionary.
    return "{" + ", ".join(parts) + "}"


def members(value, depth, budget, secret):
    if not value:
        return "set()"
    if len(value) > NODES:
        return "{%d members}" % len(value)
    return "{" + ", ".join(sorted([item(one, depth - 1, budget, secret) for one in list(value)])) + "}"


def thing(value, kind, depth, budget, secret):
    """Returns the text of a value that is not plain: its class, and the attributes if the object belongs to the
    project."""
    if kind is FUNCTION:
        return "function " + value.__qualname__.replace("<locals>.", "")
    if kind is MODULE:
        return "module " + str(vars(value).get("__name__"))
    if kind is METHOD:
        return "method " + getattr(value.__func__, "__qualname__", "?")
    if kind is BUILTIN:
        return "function " + value.__name__
    if issubclass(kind, type):
        return "class " + name_of(value)
    try:
        for base in kind.__mro__:
            found = as_builtin(value, kind, base, depth, budget, secret) or as_library(value, kind, base)
            if found:
                return found
        if is_own(kind):
            return own_object(value, kind, depth, budget)
    except Exception:
        pass
    return name_of(kind)


def as_builtin(value, kind, base, depth, budget, secret):
    """Returns the text of an object whose class inherits from the builtin class `base`, or None if `base` is another
    class."""
    if base is str:
        held = fields(value)
        if "_name_" in held:  # The value is a member of an enum.
            return name_of(kind) + "." + str(held["_name_"])
        return name_of(kind) + "(" + (hidden if secret else string)(str.__str__(value)) + ")"
    if base is int:
        return name_of(kind) + "(" + int.__repr__(value) + ")"
    if base is float:
        return name_of(kind) + "(" + number(float.__float__(value)) + ")"
    if base is BaseException:
        return name_of(kind)
    if base in (list, tuple):
        return name_of(kind) + sequence(list(base.__iter__(value)), "()", depth, budget, secret)
    return name_of(kind) + mapping(value, depth, budget, secret) if base is dict else None


def as_library(value, kind, base):
    """Returns the same for a class of the standard library. It calls nothing that the project may have written."""
    module, name = base.__module__, base.__name__
    if module == "enum" and name == "Enum":
        return name_of(kind) + "." + str(fields(value).get("_name_"))
    if module == "datetime" and name in TIMES:
        if kind is not base:
            return name_of(kind)
        near = texts.ahead(value, base) if name == "datetime" else ""
        return name + "(" + (near or texts.plain(base.__str__(value))) + ")"
    if module in NUMBERS and kind is base:
        return base.__repr__(value)
    if name == "PurePath" and module.startswith("pathlib"):
        return "Path(" + string(str(value)) + ")" if kind.__module__.startswith("pathlib") else name_of(kind)
    return "<uuid>" if name == "UUID" and module == "uuid" else None


def own_object(value, kind, depth, budget):
    """Returns the text of an object of the project: its class and its attributes."""
    held = fields(value)
    if not held:
        return name_of(kind)
    shown = [(name, one) for name, one in list(held.items())[:30] if type(name) is str and name[:2] != "__"]
    parts = [name + "=" + item(one, depth - 1, budget, SECRET.search(name) is not None) for name, one in shown]
    return name_of(kind) + "(" + ", ".join(parts) + ")"


def fields(value):
    """Returns the dictionary of an object, which is empty if the object has none."""
    try:
        held = DICT(value, "__dict__")
    except Exception:
        return {}
    return held if type(held) is dict else {}
