"""For observed sessions, finds exceptions that were swallowed, and files and modules that were looked for but do not
exist. An exception is known by its id and by the place where it was raised, and no reference to it is kept."""

record, paths, chains = kit.part("record"), kit.part("paths"), kit.part("chains")
values, texts, failures = kit.part("trace_values"), kit.part("trace_texts"), kit.part("failures")
RAISE = 5  # This is the event RAISE (docs/recording.md).
# Loops and tasks end with these. Up to 3.10, a finished `await` also raises StopIteration.
QUIET = ("StopIteration", "StopAsyncIteration", "GeneratorExit", "CancelledError")
THROWN = ("GeneratorExit", "CancelledError")
SWALLOWED = 200  # At most this many swallowed exceptions of one test are kept.
MISSING = 500  # At most this many missing files and modules of one test are kept.
FRAMES = 50  # At most this many frames that an exception came through are kept.
GETTERS = ("__getattr__", "__getattribute__")


class Swallowed:
    """An exception that may have been swallowed. `number` is its identity. `handled` is the frame that caught it.
    `beyond` is the file of the library to which it went on. `caller` is the frame to which it has to come next if
    nobody takes it before. `where` is the place at which it was raised: the identity of the code, the file name and the
    line."""

    __slots__ = ("number", "chain", "handled", "beyond", "caller", "phase", "kind", "where")

    def __init__(self, number, chain, kind, where):
        self.number, self.chain, self.kind, self.where, self.phase = number, chain, kind, where, kit.phase
        self.is_on_its_way()

    def key(self):
        """Returns what is the same for two exceptions of which one record is enough."""
        return self.kind, self.where, self.handled and tuple(self.handled[:2])

    def is_on_its_way(self):
        """Notes that nobody has taken the exception yet."""
        self.handled = self.caller = None
        self.beyond = ""


def raised(call, frame, argument):
    """Notes that an exception has come to a call."""
    kind, error, trace_back = argument
    if kind.__name__ in QUIET:
        call.unwinding = call.unwinding or kind.__name__ in THROWN
        return
    call.unwinding = True
    if call.pending is not None and call.pending[0] == id(error):
        return  # The exception was raised again in the frame that it had come to.
    test = call.test
    if call.last_error != id(error):
        call.last_error = id(error)
        statement = call.info.of_line.get(frame.f_lineno) or call.statement
        test.events.extend((RAISE, call.node, test.statement(statement), test.text(values.name_of(kind))))
        call.count += 1
    if issubclass(type(error), BaseException):
        note_missing(test, error, frame)
        call.pending = (id(error), entry_of(test, error, trace_back, frame))


def entry_of(test, error, trace_back, frame):
    """Returns the Swallowed of an exception, which is made if the exception was not seen before. Returns None if there
    are too many."""
    last = trace_back
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = None
    if last is not None:
        where = (id(last.tb_frame.f_code), last.tb_frame.f_code.co_filename, last.tb_lineno)
    entry = test.swallowed.get(id(error))
    if entry is not None and entry.kind is type(error) and entry.where == where:
        entry.is_on_its_way()
        place, frames = chains.frame(frame.f_code, frame.f_lineno), entry.chain[0]["frames"]
        if place is not None and place not in frames[:1] and len(frames) < FRAMES:
            frames.insert(0, place)
        return entry
    if entry is not None and (entry.handled is not None or entry.beyond or entry.caller):
        test.landed.setdefault(entry.key(), entry)  # A new exception has got the same place in memory.
    if len(test.swallowed) >= SWALLOWED:
        test.left_out += 1
        return None
    chain = chains.describe(error, True, trace_back)
    entry = test.swallowed[id(error)] = Swallowed(id(error), chain, type(error), where)
    return entry


def handled_here(call, frame):
    """Notes that a line runs in a frame to which an exception had come. The exception was caught there, unless it is
    raised again."""
    entry = call.pending[1]
    if entry is not None and entry.handled is None:
        entry.handled = chains.frame(frame.f_code, frame.f_lineno)
    if entry is not None and getattr(call.info.of_line.get(frame.f_lineno), "kind", "") != "except":
        call.pending = (0, entry)


def left(call, frame):
    """Notes that an exception has left a function."""
    if call.pending is None or call.pending[1] is None:
        return
    entry = call.pending[1]
    entry.is_on_its_way()
    outer = frame.f_back
    if outer is None:
        return
    path, kind = paths.place(outer.f_code.co_filename)
    if kind != "p":
        entry.beyond = path
        return
    waits = call.test.active.get(id(outer))
    answers = entry.kind is AttributeError and call.info.code.co_name in GETTERS
    if waits is not None and waits.info.code is outer.f_code and not answers:
        # If the exception does not come to that call, the C code that was called from there has taken it: hasattr, a
        # function that SQLite calls, or __del__.
        entry.caller = chains.frame(outer.f_code, outer.f_lineno)


def failed(failure):
    """Notes what a phase of the traced test ended with (failures.py), because that is not swallowed."""
    test = kit.part("trace").current
    if test is not None:
        test.failures.append(failure)


def write(test):
    """Writes what a test has swallowed when the test has ended, and how much had to be left out."""
    for entry in list(test.landed.values()) + list(test.swallowed.values()):
        finish(test, entry)
    if test.left_out:
        line = {"t": "cut", "id": test.node, "phase": "", "hook": "trace", "events": False, "records": test.left_out}
        record.later(record.encode(line) + "\n")


def finish(test, entry):
    """Writes an exception that somebody caught: the project's own code, a library to which it went on, or C code
    between two lines of the project."""
    if entry.handled is None and not entry.beyond and entry.caller is not None:
        entry.handled = entry.caller
    if entry.handled is None and (not entry.beyond or failures.machine(entry.beyond)):
        return  # The test itself saw the exception.
    first, key = entry.chain[0], entry.key()
    if failures.no_mishap(first["type"], first["message"]) or kit.part("flight_records").expected(entry.handled):
        return
    if any([is_part_of(failure, entry) for failure in test.failures]):
        return
    if key in test.missing:
        return
    test.missing.add(key)
    line = {"t": "server", "id": test.node, "phase": entry.phase, "hook": "trace", "request": None}
    line.update(chain=entry.chain, handled=entry.handled, by=entry.beyond if entry.handled is None else "")
    record.later(record.encode(line) + "\n")


def is_part_of(failure, entry):
    """Returns True if the test failed with this exception, or with one that came from it."""
    first = entry.chain[0]
    place = None if entry.where is None else entry.where[1:]
    return failure.holds(entry.number, first["type"], first["message"], place, entry.handled is None)


def note_missing(test, error, frame):
    """Notes a file or a module that was looked for but does not exist, with the line of the project that asked for
    it."""
    what, name = sought(error)
    if type(name) is not str or len(test.missing) > MISSING:
        return
    frame = asking(frame)
    if frame is None:
        return
    name = texts.plain(name)[:300]
    key = (what, name, frame.f_code.co_filename, frame.f_lineno)
    if key not in test.missing:
        test.missing.add(key)
        at = chains.frame(frame.f_code, frame.f_lineno)
        line = {"t": "missing", "kind": what, "name": name, "id": test.node, "at": at, "hook": "trace"}
        record.later(record.encode(line) + "\n")


def sought(error):
    """Returns ("file" or "module", its name) for an exception that says that something does not exist, or else ("",
    None)."""
    kind = type(error)
    if kind is FileNotFoundError or kind is NotADirectoryError:
        name = error.filename
        return "file", name.decode("utf-8", "replace") if type(name) is bytes else name
    return ("module", error.name) if kind is ModuleNotFoundError else ("", None)


def asking(frame):
    """Returns the frame of the project that asked, directly or through the standard library. Returns None if a library
    asked, because that is the library's own business."""
    for _ in range(60):
        if frame is None:
            return None
        kind = paths.place(frame.f_code.co_filename)[1]
        if kind == "p":
            return frame
        if kind == "s":
            return None
        frame = frame.f_back
    return None
