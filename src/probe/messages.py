"""The text of an exception, and the names of types."""

paths, record = kit.part("paths"), kit.part("record")
ARGS = BaseException.__dict__["args"].__get__
PLAIN = (str, int, float, bool, bytes, type(None), complex)
BIG = 100000  # characters
FUNCTION = type(lambda: 0)


def type_name(kind):
    """module.qualname of a class, without `builtins.`."""
    try:
        module, name = type.__getattribute__(kind, "__module__"), type.__getattribute__(kind, "__qualname__")
        return name if module == "builtins" else "%s.%s" % (module, name)
    except Exception:
        return "?"


def is_plain(value):
    """True for a value of exact builtin types only, and not too much of it: its text runs no code of the project."""
    return size_of(value, 3) < BIG


def size_of(value, depth):
    """About how many characters a value has; BIG if these are too many, or if code of somebody's own would make
    them."""
    kind = type(value)
    if kind is str or kind is bytes:
        return len(value) + 1
    if kind is int:
        return value.bit_length() // 3 + 1 if value.bit_length() < 10000 else BIG
    if kind in PLAIN:
        return 30
    size = BIG
    if depth and kind in (list, tuple, set, frozenset, dict) and len(value) < 200:
        size = 2
        for item in value:
            size += size_of(item, depth - 1) + (size_of(value[item], depth - 1) if kind is dict else 0)
            if size >= BIG:
                break
    return size


def text_of(error):
    """str(error). That may be the project's code, which may also try to end the session (pytest.fail, sys.exit); pytest
    asks for the text all the same."""
    try:
        return str(error)
    except BaseException as trouble:
        return "<%s in __str__>" % type(trouble).__name__


def message(error, strict):
    """The text of an exception, with its notes. `strict`: run no code of the project, as nobody was going to print
    it."""
    try:
        text = strict_text(error) if strict else text_of(error)
        notes = error.__dict__.get("__notes__") if strict else getattr(error, "__notes__", None)
        if type(notes) is list:
            text = "\n".join([text] + [note for note in notes if type(note) is str])
        return text
    except Exception as trouble:
        return "<%s in __str__>" % type(trouble).__name__


def strict_text(error):
    """str(error), if that runs no code of the project, else a text made of the arguments."""
    args = ARGS(error)
    writer = type.__getattribute__(type(error), "__str__")
    foreign = isinstance(writer, FUNCTION) and paths.place(writer.__code__.co_filename)[1] not in ("s", "l")
    return str(error) if not foreign and is_plain(args) else ", ".join([argument(value) for value in args[:50]])


def argument(value):
    """The text of an argument of an exception: <type> for what is not plain."""
    if is_plain(value):
        return str(value)
    return record.cap(value) if type(value) is str else "<%s>" % type_name(type(value))
