"""Makes the text of an exception, and the names of types."""

paths, record = kit.part("paths"), kit.part("record")
ARGS = BaseException.__dict__["args"].__get__
PLAIN = (str, int, float, bool, bytes, type(None), complex)
BIG = 100000  # A value with this many characters counts as too big.
FUNCTION = type(lambda: 0)
SLOT = type(BaseException.__str__)
# The text of these is made in C, of nothing but strings and numbers.
TEXTS_IN_C = ("builtins", "ssl")


def type_name(kind):
    """Returns module.qualname of a class, without `builtins.`."""
    try:
        module, name = type.__getattribute__(kind, "__module__"), type.__getattribute__(kind, "__qualname__")
        return name if module == "builtins" else "%s.%s" % (module, name)
    except Exception:
        return "?"


def is_plain(value):
    """Returns True if a value consists of exact builtin types only and is not too big. Making its text runs no code of
    the project."""
    return size_of(value, 3) < BIG


def size_of(value, depth):
    """Returns roughly how many characters a value has. Returns BIG if there are too many, or if code of the project
    would make them."""
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
    """Returns str(error). This may run code of the project, which may even try to end the session (pytest.fail,
    sys.exit), but pytest asks for this text in any case."""
    try:
        return str(error)
    except BaseException as trouble:
        return "<%s in __str__>" % type(trouble).__name__


def message(error, strict):
    """Returns the text of an exception with its notes. If `strict` is true, no code of the project is run, because
    nobody else was going to print this exception."""
    try:
        text = lookup_text(error) or (strict_text(error) if strict else text_of(error))
        notes = error.__dict__.get("__notes__") if strict else getattr(error, "__notes__", None)
        if type(notes) is list:
            text = "\n".join([text] + [note for note in notes if type(note) is str])
        return text
    except Exception as trouble:
        return "<%s in __str__>" % type(trouble).__name__


def lookup_text(error):
    """Returns what pytest prints about a fixture that is not there, and "" for any other exception. The text of that
    exception itself holds the representation of an object."""
    if type_name(type(error)) != "_pytest.fixtures.FixtureLookupError":
        return ""
    return error.msg or "fixture '%s' not found" % error.argname


def strict_text(error):
    """Returns str(error) if that runs no code of the project. Otherwise returns a text that is made of the
    arguments."""
    if type_name(type(error)) == "pydantic_core._pydantic_core.ValidationError":
        return validation_text(error)
    args = ARGS(error)
    if is_plain(args) and writes_alone(type(error)):
        return str(error)
    return ", ".join([argument(value) for value in args[:50]])


def writes_alone(kind):
    """Returns True if the text of such an exception is made without code of the project: by builtin types, or by a
    function of a library. Other types that are written in C may ask any object for its representation: those of
    pydantic-core do."""
    writer = type.__getattribute__(kind, "__str__")
    if isinstance(writer, FUNCTION):
        return paths.place(writer.__code__.co_filename)[1] in ("s", "l")
    return type(writer) is SLOT and type.__getattribute__(writer.__objclass__, "__module__") in TEXTS_IN_C


def validation_text(error):
    """Returns the text of pydantic's ValidationError without the representations of the values that were refused."""
    lines = ["%d validation error%s for %s" % (error.error_count(), "s"[: error.error_count() > 1], error.title)]
    for one in error.errors(include_url=False, include_context=False, include_input=False)[:50]:
        lines += [".".join([argument(part) for part in one["loc"]]), "  %s [type=%s]" % (one["msg"], one["type"])]
    return "\n".join([line for line in lines if line])


def argument(value):
    """Returns the text of an argument of an exception. An argument that is not plain becomes <type>."""
    if is_plain(value):
        return str(value)
    return record.cap(value) if type(value) is str else "<%s>" % type_name(type(value))
