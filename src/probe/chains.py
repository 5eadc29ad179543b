"""Describes exceptions as plain data. It keeps no reference to an exception, because one more reference changes the
outcome of tests that use weak references."""

import sys

paths, record = kit.part("paths"), kit.part("record")
sources, messages = kit.part("sources"), kit.part("messages")
message, type_name, text_of = messages.message, messages.type_name, messages.text_of
source_line, statement = sources.source_line, sources.statement


def getter(name):
    """Returns a function that reads an attribute of an exception, even if the exception's class defines that name
    itself."""
    return BaseException.__dict__[name].__get__


CAUSE, CONTEXT, SUPPRESS = getter("__cause__"), getter("__context__"), getter("__suppress_context__")
TRACEBACK = getter("__traceback__")
# From 3.11 on, a bare `raise` keeps the traceback as the probe has left it.
KEEPS_TRIMMED = sys.version_info >= (3, 11)
leaving = kit.part("old_with").leaving if sys.version_info < (3, 10) else None


def frame(code, line, whole=True):
    """Returns a frame as the recording holds it, or None for a frame of the probe.

    If `whole` is true, the source is the first line of the statement that the project's line belongs to. Every version
    of Python then gives the same source, but finding it takes time. Otherwise the source is the line itself."""
    path, kind = paths.place(code.co_filename)
    if not kind:
        return None
    source = statement(code, line or 0) if whole and kind == "p" else source_line(code.co_filename, line or 0)
    return [path, line or 0, getattr(code, "co_qualname", code.co_name), source, kind]


def frames_of(trace):
    """Returns the frames of a traceback, and whether some of them were left out. Frames outside of pytest's own
    machinery are not part of the story. Of a deep recursion, only the beginning and the end are kept."""
    limit, found, first, last = kit.config["caps"]["frames"], [], None, -1
    while trace is not None and len(found) < 100000:
        code = trace.tb_frame.f_code
        path, kind = paths.place(code.co_filename)
        if kind:
            if kind == "p" and first is None:
                first = len(found)
            if is_pytest(path) and first is None:
                last = len(found)
            line = leaving(code, trace.tb_lasti) if leaving is not None and kind == "p" else 0
            found.append((code, line or trace.tb_lineno))
        trace = trace.tb_next
    outer = found[: last + 1]
    if last < len(found) - 1 and (first is not None or all([is_of_pytest(code) for code, _ in outer])):
        del found[: last + 1]
    cut = len(found) > limit
    if cut:
        del found[limit // 2 : len(found) - (limit - limit // 2)]
    return [frame(code, line) for code, line in found], cut


def is_pytest(path):
    """Returns True if a path, as a recording holds it, is that of a file of pytest or of pluggy."""
    return path.startswith(("<site>/_pytest/", "<site>/pluggy/", "<site>/pytest/"))


def is_of_pytest(code):
    return is_pytest(paths.place(code.co_filename)[0])


def links(error):
    """Returns what an exception came from and what it holds, as a list of (exception, link). The members of a group
    come first."""
    found = []
    cause = CAUSE(error)
    if cause is not None:
        found.append((cause, "cause"))
    elif not SUPPRESS(error) and CONTEXT(error) is not None:
        found.append((CONTEXT(error), "context"))
    members = None
    for base in type(error).__mro__:
        if base.__name__ in ("BaseExceptionGroup", "ExceptionGroup"):
            members = getattr(error, "exceptions", None)
            break
    if isinstance(members, (tuple, list)):
        found = [(member, "group") for member in members if issubclass(type(member), BaseException)] + found
    return found


def describe(error, strict=False, trace=None):
    """Describes an exception and everything that it came from (docs/recording.md).

    If `strict` is true, no code of the project is run, because nobody else was going to print this exception. `trace`
    is the traceback to use if it is not the one that the exception has now."""
    limit, text_limit = kit.config["caps"]["chain"], kit.config["caps"]["text"]
    chain, seen, queue = [], set(), [(error, "")]
    while queue:
        error, link = queue.pop(0)
        if id(error) in seen:
            continue
        if len(chain) >= limit:
            chain[-1]["cut"] = True
            break
        seen.add(id(error))
        text = message(error, strict)
        trace = trace if trace is not None else TRACEBACK(error)
        frames, cut = frames_of(trace)
        entry = {"type": type_name(type(error)), "message": record.cap(text), "link": link, "frames": frames}
        entry["cut"] = cut or len(text) > text_limit
        chain.append(entry)
        meant = subject_of(error, text, trace) if len(text) < 2000 else None
        if meant:
            entry["subject"] = meant
        trace = None
        syntax = syntax_frame(error)
        if syntax:
            frames.append(syntax)
        queue = links(error) + queue
    return chain


def subject_of(error, text, trace):
    """Returns what part of a library the exception is about (names.py), or None if that is not known."""
    try:
        return kit.part("names").subject(error, text, trace)
    except Exception:
        kit.trouble("names")
        return None


def syntax_frame(error):
    """Returns a frame for the place where a SyntaxError was found, because the file with the error never ran. Returns
    None for all other exceptions."""
    if not issubclass(type(error), SyntaxError) or type(error.filename) is not str or type(error.lineno) is not int:
        return None
    path, kind = paths.place(error.filename)
    return [path, error.lineno, "<module>", source_line(error.filename, error.lineno), kind] if kind else None


def unwrap(error):
    """Returns the exception that a test module or a conftest raised on import, without pytest's own wrapping around
    it."""
    while type_name(type(error)) in ("_pytest.nodes.Collector.CollectError", "_pytest.config.ConftestImportFailure"):
        inner = CAUSE(error) or getattr(error, "cause", None)
        if inner is None:
            excinfo = getattr(error, "excinfo", None)
            inner = excinfo[1] if type(excinfo) is tuple else None
        if not issubclass(type(inner), BaseException):
            break
        error = inner
    return error


def drop_own_frames(error, seen=None):
    """Removes the probe's frames from a traceback that the user is about to see, and from the tracebacks of the
    exceptions that it came from. From 3.11 on, such frames exist only if clients are made to raise exceptions."""
    seen = seen or set()
    while error is not None and id(error) not in seen and len(seen) < 50:
        seen.add(id(error))
        trace = first = TRACEBACK(error)
        while first is not None and is_own(first) and first.tb_next is not None:
            first = first.tb_next
        if first is not trace:
            error.__traceback__ = first
        while first is not None and first.tb_next is not None:
            after = first.tb_next
            if is_own(after):
                first.tb_next = after.tb_next
            else:
                first = after
        error = CAUSE(error) or CONTEXT(error)


def is_own(trace):
    """Returns True if an entry of a traceback is a frame of the probe."""
    return trace.tb_frame.f_code.co_filename.startswith("<testskew>")
