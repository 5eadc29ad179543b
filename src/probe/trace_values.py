"""Observed sessions: values as short texts that can be compared between two runs. Runs no code of the project and keeps nothing of it. A text
longer than what is shown is its beginning, the character 1 and a digest of the whole; a value that is nobody's business is "a value" and a keyed digest."""

import os
import sys

paths = kit.part("paths")
time, re, hashlib = kit.borrow("time"), kit.borrow("re"), kit.borrow("hashlib")
now, localtime, blake = time.time, time.localtime, hashlib.blake2b
MARK = "\x01"
SHOWN, NODES, LONG = 70, 60, 4000
SECRET = re.compile(
    r"secret|token|passw|passphrase|pwd|credential|api[-_]?key|private[-_]?key|access[-_]?key|^auth|authoriz|cookie",
    re.I,
)
UUID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b", re.I)
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b", re.I)
TEMPORARY = re.compile(
    r"(?:/[^\s'\",:;]*)?/(?:pytest-of-[^\s'\",:;/]+/pytest-\d+|tmp[a-z0-9_]{8})(?=/|\b)|\btmp[a-z0-9_]{8}\b"
)
MOMENT = re.compile(r"\b20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
DIGEST = re.compile(MARK + "[0-9a-f]{10}")
FUNCTION, MODULE, METHOD = type(lambda: 0), type(sys), type(kit.part)
BUILTIN = type(len)
DICT = object.__getattribute__
key = b""
environ_values = frozenset()
folders = []
own_types = {}  # class -> whether it is the project's


def install(secret):
    global key
    key = str(secret).encode()
    for folder in paths.projects:
        folders.append((folder, ""))
        folders.append((folder[:-1], "<project>"))
    for name in ("TMPDIR", "HOME", "VIRTUAL_ENV"):
        value = os.environ.get(name, "")
        if len(value) > 3:
            folders.append((value.rstrip("/"), "<%s>" % name.lower()))
    for folder in (sys.prefix, sys.base_prefix):
        folders.append((folder, "<python>"))
    folders.sort(key=lambda pair: -len(pair[0]))


def look_at_environ():
    """Values of variables are never written: what equals one is not shown. Short everyday words are no secrets."""
    global environ_values
    environ_values = frozenset(
        [
            value
            for value in os.environ.values()
            if len(value) > 1
            and not value.isdigit()
            and value.lower() not in ("true", "false", "yes", "no", "on", "off")
        ]
    )


def digest(text):
    return blake(text.encode("utf-8", "surrogatepass"), digest_size=5, key=key[:64]).hexdigest()


def hidden(text):
    return "a value" + MARK + digest(text)


def today():
    return (
        time.strftime("%Y-%m-%d", time.gmtime(now())),
        time.strftime("%Y-%m-%d", time.gmtime(now() - 86400)),
        time.strftime("%Y-%m-%d", time.gmtime(now() + 86400)),
    )


def plain(text):
    """Text without what differs from one run to the next: folders, temporary names, uuids, addresses, times near now."""
    if "/" in text:
        for folder, name in folders:
            if folder in text:
                text = text.replace(folder, name)
    if len(text) > 5:
        text = TEMPORARY.sub("<tmp>", text)
        if "0x" in text:
            text = ADDRESS.sub("<address>", text)
        if len(text) >= 32:
            text = UUID.sub("<uuid>", text)
        if "20" in text and "-" in text and MOMENT.search(text):
            days = today()
            text = MOMENT.sub(lambda found: "<time>" if found.group()[:10] in days else found.group(), text)
    return text


def string(value):
    if value in environ_values:
        return hidden(value)
    size = len(value)
    text = plain(value if size <= LONG else value[:LONG])
    shown = repr(text)
    if len(shown) <= SHOWN and size <= LONG:
        return shown
    return shown[:SHOWN] + "..." + MARK + digest(text + str(size if size > LONG else 0))


def number(value):
    if value > 1e8:
        near = now()
        for scale in (1, 1e3, 1e6, 1e9):
            if abs(value / scale - near) < 3600:
                return "<time>"
    return repr(value) if type(value) is float or -(10**40) < value < 10**40 else "<a large number>"


def ahead(value, base):
    """ "<time+2h>" for the present moment in local time without a zone, where the clock is two hours ahead of UTC; else "". Moments that were rounded
    (a day's beginning) are not meant: how far away they are changes while the sessions run."""
    if value.microsecond == 0 or value.tzinfo is not None:
        return ""
    zone = localtime(now()).tm_gmtoff
    if not zone or abs((value - base(1970, 1, 1)).total_seconds() - zone - now()) > 600:
        return ""
    return "<time%+gh>" % (zone / 3600)


def is_own(kind):
    """Whether a class is the project's."""
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
    try:
        return type.__getattribute__(kind, "__qualname__").replace("<locals>.", "")
    except Exception:
        return "?"


class Budget:
    __slots__ = ("left",)

    def __init__(self):
        self.left = NODES


def text(value, name=""):
    """The text of a value; `name` is what it is called, which may be why it is not shown."""
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
    """Whether a value may be one, under a name that says so: small numbers are counts, and of other things their parts are looked at."""
    return kind in (str, bytes, bytearray) or kind in (int, float) and abs(value) >= 1000


def item(value, depth, budget, secret=False):
    """`secret`: the name of this, or of what it is a part of, speaks of secrets."""
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
        parts = (
            sorted([item(one, depth - 1, budget, secret) for one in list(value)[:NODES]])
            if len(value) <= NODES
            else ["%d members" % len(value)]
        )
        return "{" + ", ".join(parts) + "}" if parts else "set()"
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
            parts.append(
                item(name, depth - 1, budget)
                + ": "
                + item(one, depth - 1, budget, secret or type(name) is str and SECRET.search(name) is not None)
            )
    except RuntimeError:
        parts.append("...")  # another thread is changing it
    return "{" + ", ".join(parts) + "}"


def thing(value, kind, depth, budget, secret):
    """What is no plain value: what it is, and of the project's own objects what they hold."""
    if kind is FUNCTION:
        return "function " + value.__qualname__.replace("<locals>.", "")
    if kind is MODULE:
        return "module " + str(vars(value).get("__name__"))
    if kind is METHOD:
        return "method " + getattr(value.__func__, "__qualname__", "?")
    if kind is BUILTIN:
        return "function " + value.__name__
    if isinstance(value, type):
        return "class " + name_of(value)
    try:
        for base in kind.__mro__:
            module, name = base.__module__, base.__name__
            if base is str:
                return (
                    name_of(kind) + "(" + (hidden if secret else string)(str.__str__(value)) + ")"
                    if "_name_" not in fields(value)
                    else name_of(kind) + "." + str(fields(value)["_name_"])
                )
            if module == "enum" and name == "Enum":
                return name_of(kind) + "." + str(fields(value).get("_name_"))
            if base is int:
                return name_of(kind) + "(" + int.__repr__(value) + ")"
            if base is float:
                return name_of(kind) + "(" + number(float.__float__(value)) + ")"
            if module == "datetime" and name == "datetime" and kind is base and ahead(value, base):
                return name + "(" + ahead(value, base) + ")"
            if module == "datetime" and name in ("datetime", "date", "time", "timedelta", "timezone"):
                return name + "(" + plain(base.__str__(value)) + ")" if kind is base else name_of(kind)
            if module in ("decimal", "_decimal", "_pydecimal", "fractions") and kind is base:
                return base.__repr__(value)
            if name == "PurePath" and module.startswith("pathlib"):
                return "Path(" + string(str(value)) + ")" if kind.__module__.startswith("pathlib") else name_of(kind)
            if name == "UUID" and module == "uuid":
                return "<uuid>"
            if base is BaseException:
                return name_of(kind)
            if base in (list, tuple):
                return name_of(kind) + sequence(list(base.__iter__(value)), "()", depth, budget, secret)
            if base is dict:
                return name_of(kind) + mapping(value, depth, budget, secret)
        if is_own(kind):
            held = fields(value)
            return name_of(kind) + (
                "("
                + ", ".join(
                    [
                        name + "=" + item(one, depth - 1, budget, SECRET.search(name) is not None)
                        for name, one in list(held.items())[:30]
                        if type(name) is str and name[:2] != "__"
                    ]
                )
                + ")"
                if held
                else ""
            )
    except Exception:
        pass
    return name_of(kind)


def fields(value):
    try:
        held = DICT(value, "__dict__")
    except Exception:
        return {}
    return held if type(held) is dict else {}
