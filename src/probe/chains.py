"""Exceptions as plain data. Nothing is kept of the exception itself: a reference too many flips tests of weak references."""

import os
import sys

paths, record = kit.part("paths"), kit.part("record")
open_fd, read, close = os.open, os.read, os.close
CAUSE, CONTEXT = BaseException.__dict__["__cause__"].__get__, BaseException.__dict__["__context__"].__get__
SUPPRESS, TRACEBACK = (
    BaseException.__dict__["__suppress_context__"].__get__,
    BaseException.__dict__["__traceback__"].__get__,
)
ARGS = BaseException.__dict__["args"].__get__
PLAIN = (str, int, float, bool, bytes, type(None), complex)
BIG = 100000  # characters
FUNCTION = type(lambda: 0)
OLD_WITH = sys.version_info < (3, 10)
KEEPS_TRIMMED = sys.version_info >= (3, 11)  # there a bare `raise` takes the traceback as the probe left it
SETUP_WITH, CLEANUP_3_8, CALL, AWAITABLE, YIELD_FROM, EXCEPT_3_9 = (
    (143, 154),
    81,
    131,
    73,
    72,
    49,
)  # opcodes of 3.8 and 3.9
stat = paths.stat
lines = {}  # file name -> its lines
stamps = {}  # file name -> what its file was like then, None where it could not be read
starts = {}  # file name -> {line from which on: for each line, the number of the one on which its statement begins}


def source_line(name, number):
    """The stripped line of a file, "" where there is no such line."""
    return stripped(lines_of(name), number)


def stripped(text, number):
    return text[number - 1].strip()[:500] if 0 < number <= len(text) else ""


def lines_of(name):
    """The lines of a file, none where it cannot be read. Reads the file itself: linecache is the tests' own to look at. Reads it again where it has changed
    (tests write modules) or could not be read before (a test used all descriptors up)."""
    stamp = stamp_of(name)
    text = lines.get(name)
    if text is None or stamps.get(name) != stamp:
        text = lines[name] = read_lines(name)
        stamps[name] = stamp if text else None
        starts.pop(name, None)
    return text


def stamp_of(name):
    if name[:1] == "<":
        return ""
    try:
        found = stat(name)
        return found.st_mtime_ns, found.st_size
    except (OSError, ValueError):
        return ""


def statement(code, number):
    """The stripped first line of the statement that line belongs to. Of a statement of several lines, versions of Python blame different
    ones; and a decorator's failure is its function's line up to 3.10."""
    text, begin, found = logical_lines(code, number)
    if not found:
        return ""
    first, last = found[number - begin], begin + len(found) - 1
    while text[first - 1].lstrip().startswith("@"):
        after = first + 1
        while after <= last and (found[after - begin] <= first or not is_code(text[after - 1])):
            after += 1
        if after > last:
            break
        first = after
    return stripped(text, first)


def logical_lines(code, number):
    """(the lines of the file, the one on which the code begins, for each from there on, at least to the end of the statement that `number` belongs to,
    the number of the line where its logical line begins); the last is empty where there is no such line."""
    name = code.co_filename
    text = lines_of(name)
    if not 0 < number <= len(text):
        return text, 1, ()
    begin = code.co_firstlineno
    if (
        code.co_name.startswith("<") or not 0 < begin <= number
    ):  # a lambda or a generator expression begins within a statement
        begin = 1
    known = starts.setdefault(name, {})
    found = known.get(begin, ())
    if number - begin >= len(found):
        found = known[begin] = statement_starts(text, begin, number)
    return text, begin, found


def is_code(line):
    line = line.strip()
    return line != "" and line[0] != "#"


def statement_starts(text, begin, number):
    """For each line from `begin` on the number of the line where its logical line begins: brackets, strings and backslashes hold lines together.
    As far as line `number` needs it: to the end of its statement, and where that is a decorator, of the function. The whole of a long file takes
    milliseconds."""
    found, first, depth, quote, open_ = [], begin, 0, "", False
    global special
    if special is None:
        special = kit.borrow("re").compile("[\"'#()\\[\\]{}\\\\]").search
    for current in range(begin, len(text) + 1):
        line = text[current - 1]
        if not open_:
            first = current
        found.append(first)
        at, size, joined = 0, len(line), False
        while at < size:
            if quote:
                end = line.find(quote, at)
                slash = line.find("\\", at)
                if -1 < slash < end or (end < 0 <= slash):
                    at, joined = slash + 2, slash + 1 == size
                elif end < 0:
                    break
                else:
                    at, quote = end + len(quote), ""
                continue
            match = special(line, at)
            if match is None:
                break
            at = match.start()
            char = line[at]
            if char == "#":
                break
            if char in "([{":
                depth += 1
            elif char in ")]}":
                depth = max(depth - 1, 0)
            elif char in "\"'":
                quote = char * 3 if line.startswith(char * 3, at) else char
                at += len(quote) - 1
            elif char == "\\" and at + 1 == size:
                joined = True
            at += 1
        if len(quote) == 1 and not joined:
            quote = ""
        open_ = bool(depth or quote or joined)
        if current >= number and not open_ and is_code(line) and not text[first - 1].lstrip().startswith("@"):
            return found
    return list(range(begin, len(text) + 1)) if open_ and (depth or quote) else found


special = None  # finds the few characters of a line that matter to statement_starts


def bind():
    """Called when pytest is there, and with it `re`: tests take modules out of sys.modules."""
    statement_starts([""], 1, 1)


def leaving(code, at):
    """The line of the with statement whose end is what runs at that offset, 0 where it is none. Up to 3.9 a with statement's end has the line
    that ran before it."""
    ops, setups, exact, extended = code.co_code, [], 0, 0
    if not 0 <= at < len(ops) - 1:  # no code of Python's: Cython makes frames, too
        return 0
    if at >= 6 and ops[at] == YIELD_FROM and ops[at - 4] == AWAITABLE:
        at -= 6
    normal = (
        ops[at] == CALL and ops[at + 1] == 3 and at >= 8 and ops[at - 8] == 87 and ops[at - 2] == ops[at - 4] == 4
    )  # POP_BLOCK ... DUP_TOP, DUP_TOP
    if not normal and ops[at] not in (CLEANUP_3_8, EXCEPT_3_9):
        return 0
    for offset in range(0, at, 2):
        argument = ops[offset + 1] | extended
        extended = argument << 8 if ops[offset] == 144 else 0
        if ops[offset] in SETUP_WITH:
            target = offset + 2 + argument
            if target == at:
                exact = offset
            elif target > at:
                setups.append(offset)
    if not exact and not setups:
        return 0
    setup = exact or setups[-1]  # the statement's own end, else the end that a return within it brings forward
    line, offset = code.co_firstlineno, 0
    for step, more in zip(code.co_lnotab[0::2], code.co_lnotab[1::2]):
        offset += step
        if offset > setup:
            break
        line += more - 256 if more > 127 else more
    return line


def read_lines(name):
    try:
        if name.startswith("<"):
            entry = sys.modules["linecache"].cache.get(name)  # doctests, code made by attrs and dataclasses
            return [str(line) for line in entry[2]] if entry and len(entry) > 2 else []
        fd = open_fd(name, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            blocks = []
            while sum(map(len, blocks)) < 8000000:
                block = read(fd, 1000000)
                if not block:
                    break
                blocks.append(block)
        finally:
            close(fd)
        data = b"".join(blocks)
        if data[:3] == b"\xef\xbb\xbf":
            data = data[3:]  # not by utf-8-sig: a codec used for the first time is one more module in sys.modules
        encoding = "utf-8"
        for line in data.split(b"\n", 2)[:2]:
            if line.lstrip().startswith(b"#") and b"coding" in line:
                encoding = (
                    line.partition(b"coding")[2].lstrip(b":= ").split()[0].split(b"-*-")[0].decode("ascii", "replace")
                )
        try:
            return data.decode(encoding, "replace").replace("\r\n", "\n").replace("\f", " ").split("\n")
        except LookupError:
            return data.decode("utf-8", "replace").split("\n")
    except Exception:
        return []


def frame(code, line, whole=True):
    """A frame as the recording has it, None for the probe's own. `whole`: with the statement that the project's line belongs to, which takes a while to be
    found, so that every version of Python says the same; otherwise with the line itself."""
    path, kind = paths.place(code.co_filename)
    if not kind:
        return None
    source = statement(code, line or 0) if whole and kind == "p" else source_line(code.co_filename, line or 0)
    return [path, line or 0, getattr(code, "co_qualname", code.co_name), source, kind]


def type_name(kind):
    try:
        module, name = type.__getattribute__(kind, "__module__"), type.__getattribute__(kind, "__qualname__")
        return name if module == "builtins" else "%s.%s" % (module, name)
    except Exception:
        return "?"


def is_plain(value):
    """Made of exact builtin types only, so that its text runs no code of the project; and not too much of it."""
    return size_of(value, 3) < BIG


def size_of(value, depth):
    """About how many characters it has, BIG where that is too many, or where somebody's own code would make them."""
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
    """str(error), which is the project's code: it may also end the session (pytest.fail, sys.exit), and pytest prints it all the same."""
    try:
        return str(error)
    except BaseException as trouble:
        return "<%s in __str__>" % type(trouble).__name__


def message(error, strict):
    """str(error), capped. strict: runs no code of the project (for exceptions that no one was going to print)."""
    try:
        kind = type(error)
        if not strict:
            text = text_of(error)
        else:
            args = ARGS(error)
            writer = type.__getattribute__(kind, "__str__")
            foreign = isinstance(writer, FUNCTION) and paths.place(writer.__code__.co_filename)[1] not in ("s", "l")
            if not foreign and is_plain(args):
                text = str(error)
            else:
                text = ", ".join(
                    [
                        str(item)
                        if is_plain(item)
                        else record.cap(item)
                        if type(item) is str
                        else "<%s>" % type_name(type(item))
                        for item in args[:50]
                    ]
                )
        notes = getattr(error, "__notes__", None) if not strict else error.__dict__.get("__notes__")
        if type(notes) is list:
            text = "\n".join([text] + [note for note in notes if type(note) is str])
        return text
    except Exception as trouble:
        return "<%s in __str__>" % type(trouble).__name__


def frames_of(trace):
    """The frames of a traceback, and whether some were left out. What lies outside pytest's own machinery is not part of the story."""
    limit, found, first, last = kit.config["caps"]["frames"], [], None, -1
    while trace is not None and len(found) < 100000:
        code = trace.tb_frame.f_code
        path, kind = paths.place(code.co_filename)
        if kind:
            if kind == "p" and first is None:
                first = len(found)
            if is_pytest(path) and first is None:
                last = len(found)
            line = OLD_WITH and kind == "p" and leaving(code, trace.tb_lasti) or trace.tb_lineno
            found.append((code, line))
        trace = trace.tb_next
    if last < len(found) - 1 and (
        first is not None or all([is_pytest(paths.place(code.co_filename)[0]) for code, _ in found[: last + 1]])
    ):
        del found[: last + 1]
    cut = len(found) > limit
    if cut:  # a recursion: its beginning and its end
        del found[limit // 2 : len(found) - (limit - limit // 2)]
    return [frame(code, line) for code, line in found], cut


def is_pytest(path):
    return path.startswith(("<site>/_pytest/", "<site>/pluggy/", "<site>/pytest/"))


def links(error):
    """What an exception came from and what it holds: (exception, link)."""
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
        found = [(member, "group") for member in members if isinstance(member, BaseException)] + found
    return found


def describe(error, strict=False, trace=None):
    """The chain of an exception: itself, then what it came from (see docs/recording.md)."""
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
        chain.append(
            {
                "type": type_name(type(error)),
                "message": record.cap(text),
                "link": link,
                "frames": frames,
                "cut": cut or len(text) > text_limit,
            }
        )
        if len(text) < 2000:
            meant = subject_of(error, text, trace)
            if meant:
                chain[-1]["subject"] = meant
        trace = None
        syntax = syntax_frame(error)
        if syntax:
            frames.append(syntax)
        queue = links(error) + queue
    return chain


def subject_of(error, text, trace):
    """What of a library the exception is about (names.py), None where that is not known."""
    try:
        return kit.part("names").subject(error, text, trace)
    except Exception:
        kit.trouble("names")
        return None


def syntax_frame(error):
    """Where a SyntaxError was found: a last frame of its own, since the file never ran."""
    if not isinstance(error, SyntaxError) or type(error.filename) is not str or type(error.lineno) is not int:
        return None
    path, kind = paths.place(error.filename)
    return [path, error.lineno, "<module>", source_line(error.filename, error.lineno), kind] if kind else None


def unwrap(error):
    """The exception behind pytest's own wrapping of what importing a test module or a conftest raised."""
    while type_name(type(error)) in ("_pytest.nodes.Collector.CollectError", "_pytest.config.ConftestImportFailure"):
        inner = CAUSE(error) or getattr(error, "cause", None)
        if inner is None:
            excinfo = getattr(error, "excinfo", None)
            inner = excinfo[1] if type(excinfo) is tuple else None
        if not isinstance(inner, BaseException):
            break
        error = inner
    return error


def drop_own_frames(error, seen=None):
    """Takes the probe's frames out of a traceback that the user is about to see (3.10 and earlier: later ones never have them)."""
    seen = seen or set()
    while error is not None and id(error) not in seen and len(seen) < 50:
        seen.add(id(error))
        trace = first = TRACEBACK(error)
        while (
            first is not None
            and first.tb_frame.f_code.co_filename.startswith("<testskew>")
            and first.tb_next is not None
        ):
            first = first.tb_next
        if first is not trace:
            error.__traceback__ = first
        while first is not None and first.tb_next is not None:
            after = first.tb_next
            if after.tb_frame.f_code.co_filename.startswith("<testskew>") and after.tb_next is not None:
                first.tb_next = after.tb_next
            elif after.tb_frame.f_code.co_filename.startswith("<testskew>"):
                first.tb_next = None
            else:
                first = after
        error = CAUSE(error) or CONTEXT(error)
