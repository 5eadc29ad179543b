"""Observed sessions: what the project's code does in each wanted test, as a tree of calls with arguments, blocks entered, variables changed, values
returned and exceptions (sys.settrace); besides, exceptions that were swallowed, and files and modules that were looked for and not there.
What is written is described in docs/recording.md."""

import sys

record, paths, chains = kit.part("record"), kit.part("paths"), kit.part("chains")
source, values = kit.part("trace_source"), kit.part("trace_values")
threading, time, opcode = kit.borrow("threading"), kit.borrow("time"), kit.borrow("opcode")
count = kit.borrow("itertools").count
clock, settrace, gettrace, get_ident, frames_of_threads = (
    time.process_time,
    sys.settrace,
    sys.gettrace,
    threading.get_ident,
    sys._current_frames,
)
read_text = values.text

CALL, ENTER, LOCAL, RETURN, YIELD, RAISE, CUT = range(7)
RETURNS = frozenset(
    [opcode.opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR") if name in opcode.opmap]
)
YIELD_VALUE, YIELD_FROM = opcode.opmap["YIELD_VALUE"], opcode.opmap.get("YIELD_FROM", -1)
GENERATOR = 0x20 | 0x80 | 0x200
COROUTINE = 0x80
WITHIN = (
    "<listcomp>",
    "<dictcomp>",
    "<setcomp>",
    "<genexpr>",
)  # part of the function around them since 3.12 (some since 3.14)
ENDS = ("With", "AsyncWith")  # run once more when a return leaves them
QUIET = ("StopIteration", "StopAsyncIteration", "GeneratorExit", "CancelledError")
LOOKS = (
    "<stdlib>/genericpath.py",
    "<stdlib>/posixpath.py",
    "<stdlib>/os.py",
    "<stdlib>/pathlib",
    "<stdlib>/io.py",
    "<stdlib>/tokenize.py",
)
FRAME_EVENTS, FULL_CALLS, MOST_CALLS, SWALLOWED, CHUNK = 3000, 100, 3000, 200, 20000
SECONDS, SESSION_SECONDS = 4.0, 20.0

wanted = None  # node ids, or None for every test
limit = 200000  # events of one test
allowed = SESSION_SECONDS
infos = {}  # id(code) -> Info; holds the code object, so that the id stays its own
spent = 0.0  # seconds in traced tests
current = None  # the Test that is being traced
main = None  # the thread that tests run in


class Info:
    """What is known of a code object. `role`: "p" traced, "l" only asked for files it misses, "" not looked at."""

    __slots__ = ("code", "role", "path", "name", "file", "generator", "coroutine", "module", "ops", "of_line", "secret")

    def __init__(self, code):
        self.code = code
        self.path, kind = paths.place(code.co_filename)
        self.role = ""
        if kind == "p":
            if code.co_name in WITHIN or code.co_filename.startswith("<"):
                return
            self.file = source.of(code.co_filename)
            if self.file is None:
                return
            self.role = "p"
            self.of_line = self.file.of_line
            name = self.file.names.get(code.co_firstlineno)
            self.module = not code.co_flags & 0x2  # a module's or a class's body: its variables are a namespace
            self.name = name if name is not None and name.rpartition(".")[2] == code.co_name else code.co_name
            self.generator, self.coroutine = code.co_flags & GENERATOR, code.co_flags & COROUTINE
            self.ops = code.co_code
            self.secret = values.SECRET.search(code.co_name) is not None
        elif kind == "l" and self.path.startswith(LOOKS):
            self.role = "l"


class Test:
    """The events of one test, and the tables that they refer to."""

    def __init__(self, node):
        self.node, self.events, self.cut = node, [], False
        self.texts, self.codes, self.statements = {}, {}, {}
        self.code_rows, self.statement_rows = [], []
        self.numbers, self.nodes = count(), count()  # threads may ask at the same time
        self.looks = 0
        self.active, self.calls = {}, {}
        self.begun = clock()
        self.swallowed, self.missing = {}, set()
        self.left_out = 0

    def text(self, text):
        at = self.texts.get(text)
        return self.texts.setdefault(text, next(self.numbers)) if at is None else at

    def code(self, info):
        at = self.codes.get(id(info))
        if at is None:
            at = self.codes[id(info)] = len(self.code_rows)
            self.code_rows.append([info.path, info.name, info.code.co_firstlineno])
            definition = info.of_line.get(info.code.co_firstlineno)
            if definition is not None and definition.kind.endswith("FunctionDef"):
                self.statement(definition)  # where defaults stand
        return at

    def statement(self, found):
        if found is None:
            return -1
        at = self.statements.get(id(found))
        if at is None:
            at = self.statements[id(found)] = len(self.statement_rows)
            self.statement_rows.append(
                [
                    found.line,
                    found.source,
                    found.key,
                    source.text_of(found),
                    found.environ,
                    found.kind,
                    list(found.reads),
                ]
            )
        return at

    def full(self):
        """Whether enough was seen: then the rest of the test runs untraced."""
        self.looks += 1
        if len(self.events) > limit * 5 or (self.looks & 1023 == 0 and clock() - self.begun > SECONDS):
            self.cut = True
        return self.cut

    def fail(self):
        """A fault of the trace itself ends it for this test; too deep a recursion is the test's own."""
        if not self.cut and not isinstance(sys.exc_info()[1], RecursionError):
            kit.trouble("trace")
        self.cut = True

    def write(self):
        say = record.later

        def row(key, items):
            for at in range(0, len(items), CHUNK):
                say(record.encode({"t": "trace", "id": self.node, key: items[at : at + CHUNK]}) + "\n")

        texts = [""] * next(self.numbers)
        for text, at in self.texts.items():
            texts[at] = text
        row("texts", texts)
        row("codes", self.code_rows)
        row("statements", self.statement_rows)
        for at in range(0, len(self.events), CHUNK * 5):
            say(
                '{"t":"trace","id":%s,"events":[%s]}\n'
                % (record.encode(self.node), ",".join(map(str, self.events[at : at + CHUNK * 5])))
            )
        say(record.encode({"t": "trace", "id": self.node, "cut": self.cut, "end": True}) + "\n")
        record.flush()


class State:
    """One call of a function of the project: what was last seen of it."""

    __slots__ = (
        "test",
        "info",
        "node",
        "statement",
        "known",
        "count",
        "last_error",
        "pending",
        "quiet",
        "unwinding",
        "returning",
    )

    def __init__(self, test, info, node):
        self.test, self.info, self.node = test, info, node
        self.statement = self.returning = None
        self.known, self.count = {}, 0
        self.last_error = self.pending = None
        self.quiet = self.unwinding = False

    def trace(self, frame, event, argument):
        test = self.test
        if test is not current or test.cut:
            return None
        try:
            if event == "line":
                statement = self.info.of_line.get(frame.f_lineno)
                self.unwinding = False
                if self.pending is not None:
                    handled_here(self, frame)
                if statement is not self.statement or (
                    statement is not None and statement.enters and statement.single and frame.f_lineno == statement.line
                ):
                    self.changes(frame)
                    self.statement = statement
                    if statement is not None and statement.kind not in ENDS:
                        self.returning = statement if statement.kind == "Return" else None
                    if statement is not None and statement.enters:
                        for head, word in statement.enters:
                            test.events.extend((ENTER, self.node, test.statement(head), test.text(word)))
                        self.count += 1
                    if self.count > FRAME_EVENTS:
                        self.silence(frame)
                    if test.full():
                        return None
            elif event == "return":
                self.leave(frame, argument)
            elif event == "exception":
                raised(self, frame, argument)
        except Exception:
            return self.test.fail()
        return self.trace

    def silence(self, frame):
        """Too much is going on in this call: from here on only what it calls and what it gives back."""
        if not self.quiet:
            self.quiet = True
            frame.f_trace_lines = False
            self.test.events.extend((CUT, self.node, -1))

    def changes(self, frame):
        """Notes the variables that the statement before this moment has changed."""
        if self.quiet:
            return
        known, changed = self.known, None
        namespace = self.info.module
        named = self.statement.names if self.statement is not None else ()
        imported = named if named and self.statement.kind in ("Import", "ImportFrom") else ()
        for name, value in list(frame.f_locals.items()):
            past = known.get(name)
            # The same object as before is only looked at again where the statement speaks of it.
            if past is not None and (
                past[0] is value if past[1] is None else past[1] == id(value) and name not in named
            ):
                continue
            if name[:1] == "@" or name[:2] == "__" or name[:2] == "_[" or name[:1] == ".":
                continue
            if past is None and named and name in self.statement.inner:
                continue  # of a comprehension, which is no function of its own since 3.12
            kind = type(value)
            if (
                namespace
                and (kind is values.FUNCTION or kind is values.MODULE or isinstance(value, type))
                and name not in imported
            ):
                continue
            text = read_text(value, name)
            if past is None or past[2] != text:
                if changed is None:
                    changed = []
                changed.append((name, text))
            known[name] = (value, None, text) if kind in ATOMS else (None, id(value), text)
        if changed:
            test = self.test
            statement = test.statement(self.statement)
            changed.sort()
            self.count += len(changed)
            for name, text in changed:
                test.events.extend((LOCAL, self.node, statement, test.text(name), test.text(text)))

    def leave(self, frame, value):
        """A return, a suspension, or the end by an exception."""
        test = self.test
        at, ops = frame.f_lasti, self.info.ops
        last = ops[at] if 0 <= at < len(ops) else 0
        # Up to 3.10 a suspended `await` stands before its YIELD_FROM, to run it again.
        if (
            self.info.generator
            and not self.unwinding
            and (last == YIELD_VALUE or (at + 2 < len(ops) and ops[at + 2] == YIELD_FROM))
        ):
            self.changes(frame)
            if not self.info.coroutine:
                test.events.extend((YIELD, self.node, test.statement(self.statement), test.text(read_text(value))))
            return
        if last in RETURNS:
            self.changes(frame)
            if not self.info.module:
                text = read_text(value, self.info.code.co_name if self.info.secret else "")
                test.events.extend(
                    (RETURN, self.node, test.statement(self.returning or self.statement), test.text(text))
                )
        else:
            left(self, frame)
        test.active.pop(id(frame), None)


ATOMS = frozenset([str, int, float, bool, bytes, type(None)])


def trace(frame, event, argument):
    """The global trace function: called for every call of everything."""
    test = current
    if test is None:
        return None
    code = frame.f_code
    info = infos.get(id(code))
    if info is None:
        try:
            info = infos[id(code)] = Info(code)
        except Exception:
            kit.trouble("trace")
            return None
    if info.role == "":
        return None
    if info.role == "l":
        frame.f_trace_lines = False
        return looked
    if test.cut:
        return None
    try:
        state = test.active.get(id(frame))
        if state is not None and state.info is info and info.generator and frame.f_lasti > 0:
            return state.trace  # goes on where it was suspended
        return begin(test, info, frame)
    except Exception:
        return test.fail()


def begin(test, info, frame):
    calls = test.calls[id(info)] = test.calls.get(id(info), 0) + 1
    if calls > MOST_CALLS or test.full():
        return None
    parent = above(test, frame.f_back)
    if parent is None and get_ident() != main:
        parent = above(test, frames_of_threads().get(main))  # the thread that waits for this one
    state = State(test, info, next(test.nodes))
    # -1: called by no code of the project
    event = [
        CALL,
        state.node,
        parent.node if parent is not None else -1,
        test.statement(parent.statement) if parent is not None else -1,
        test.code(info),
        0,
    ]
    if not info.module:
        for name, value in sorted(frame.f_locals.items()):
            if name[:1] == "@" or name[:1] == ".":
                continue
            text = read_text(value, name)
            state.known[name] = (value, None, text) if type(value) in ATOMS else (None, id(value), text)
            event.extend((test.text(name), test.text(text)))
            event[5] += 1
    test.events.extend(event)
    test.active[id(frame)] = state
    if calls > FULL_CALLS:
        state.quiet = True
        frame.f_trace_lines = False
        test.events.extend((CUT, state.node, -1))
    return state.trace


def above(test, frame):
    """The call of the project that is nearest on the stack."""
    depth = 0
    while frame is not None and depth < 300:
        state = test.active.get(id(frame))
        if state is not None and state.info.code is frame.f_code:
            return state
        frame, depth = frame.f_back, depth + 1
    return None


def looked(frame, event, argument):
    """The local trace function of those parts of the standard library that look for files."""
    if event == "exception":
        try:
            note_missing(argument[1], frame)
        except Exception:
            kit.trouble("trace")
    return looked if current is not None else None


def note_missing(error, frame):
    """A file or module that was looked for and not there, with the line of the project that asked."""
    test = current
    kind = type(error)
    if test is None or isinstance(kind, str):
        return
    if kind is FileNotFoundError or kind is NotADirectoryError:
        what, name = "file", error.filename
        if type(name) is bytes:
            name = name.decode("utf-8", "replace")
    elif kind is ModuleNotFoundError:
        what, name = "module", error.name
    else:
        return
    depth = 0
    while frame is not None and depth < 60 and paths.place(frame.f_code.co_filename)[1] != "p":
        if paths.place(frame.f_code.co_filename)[1] == "s":
            return  # a library's own business
        frame, depth = frame.f_back, depth + 1
    if frame is None or depth >= 60 or type(name) is not str or len(test.missing) > 500:
        return
    name = values.plain(name)[:300]
    key = (what, name, frame.f_code.co_filename, frame.f_lineno)
    if key not in test.missing:
        test.missing.add(key)
        record.later(
            record.encode(
                {
                    "t": "missing",
                    "kind": what,
                    "name": name,
                    "id": test.node,
                    "at": chains.frame(frame.f_code, frame.f_lineno),
                    "hook": "trace",
                }
            )
            + "\n"
        )


# Exceptions. An entry is known by the exception's id and where it was raised: no reference is kept.


class Swallowed:
    __slots__ = ("chain", "handled", "beyond", "caller", "phase", "kind", "where")


def raised(state, frame, argument):
    kind, error, trace_back = argument
    if kind.__name__ in QUIET:
        state.unwinding = state.unwinding or kind.__name__ in ("GeneratorExit", "CancelledError")
        return  # how loops and tasks end; up to 3.10 also each finished `await`
    state.unwinding = True
    if state.pending is not None and state.pending[0] == id(error):
        return  # raised again in the frame that it came to
    test = state.test
    if state.last_error != id(error):
        state.last_error = id(error)
        statement = state.info.of_line.get(frame.f_lineno) or state.statement
        test.events.extend((RAISE, state.node, test.statement(statement), test.text(values.name_of(kind))))
        state.count += 1
    if isinstance(error, BaseException):
        note_missing(error, frame)
        entry = entry_of(test, error, trace_back, frame)
        state.pending = (id(error), entry)


def entry_of(test, error, trace_back, frame):
    last = trace_back
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = (id(last.tb_frame.f_code), last.tb_lineno) if last is not None else None
    entry = test.swallowed.get(id(error))
    if entry is not None and entry.kind is type(error) and entry.where == where:
        entry.handled = entry.caller = None
        entry.beyond = ""
        place = chains.frame(frame.f_code, frame.f_lineno)
        if place is not None and place not in entry.chain[0]["frames"][:1] and len(entry.chain[0]["frames"]) < 50:
            entry.chain[0]["frames"].insert(0, place)
        return entry
    if entry is not None and (entry.handled is not None or entry.beyond or entry.caller):
        finish(test, entry)  # another exception at the same place in memory
    if len(test.swallowed) >= SWALLOWED:
        test.left_out += 1
        return None
    entry = test.swallowed[id(error)] = Swallowed()
    entry.chain = chains.describe(error, True, trace_back)
    entry.handled, entry.beyond, entry.caller, entry.phase, entry.kind, entry.where = (
        None,
        "",
        None,
        kit.phase,
        type(error),
        where,
    )
    return entry


def handled_here(state, frame):
    """A line ran in a frame that an exception had come to: it was caught there, unless it is raised again."""
    entry = state.pending[1]
    if entry is not None and entry.handled is None:
        entry.handled = chains.frame(frame.f_code, frame.f_lineno)
    if entry is None or getattr(state.info.of_line.get(frame.f_lineno), "kind", "") == "except":
        return
    state.pending = (0, entry)


def left(state, frame):
    """An exception left a function."""
    if state.pending is None or state.pending[1] is None:
        return
    entry = state.pending[1]
    entry.handled = entry.caller = None
    outer = frame.f_back
    entry.beyond = (
        paths.place(outer.f_code.co_filename)[0]
        if outer is not None and paths.place(outer.f_code.co_filename)[1] != "p"
        else ""
    )
    waits = state.test.active.get(id(outer)) if outer is not None and not entry.beyond else None
    if (
        waits is not None
        and waits.info.code is outer.f_code
        and not (entry.kind is AttributeError and state.info.code.co_name in ("__getattr__", "__getattribute__"))
    ):
        # If it does not come to that call, the C code that was called from there took it: hasattr, a function that SQLite calls, __del__.
        entry.caller = chains.frame(outer.f_code, outer.f_lineno)


def finish(test, entry):
    """Writes an exception that somebody caught: the project's own code, a library that it went on to, or C code between two lines of the project."""
    if entry.handled is None and not entry.beyond and entry.caller is not None:
        entry.handled = entry.caller
    if entry.handled is None and (not entry.beyond or chains.is_pytest(entry.beyond)):
        return  # the test saw it
    key = (entry.kind, entry.where, entry.handled and tuple(entry.handled[:2]))
    if key in test.missing:
        return
    test.missing.add(key)
    record.later(
        record.encode(
            {
                "t": "server",
                "id": test.node,
                "phase": entry.phase,
                "hook": "trace",
                "request": None,
                "chain": entry.chain,
                "handled": entry.handled,
                "by": entry.beyond if entry.handled is None else "",
            }
        )
        + "\n"
    )


def begin_test(node):
    global current
    current = Test(node)
    kit.part("trace_warnings").begin_test()
    settrace(trace)
    threading.settrace(trace)


def end_test():
    global current, spent
    test, current = current, None
    if gettrace() is trace:
        settrace(None)
    if test is None:
        return
    spent += clock() - test.begun
    for entry in list(test.swallowed.values()):
        finish(test, entry)
    if test.left_out:
        record.later(
            record.encode(
                {"t": "cut", "id": test.node, "phase": "", "hook": "trace", "events": False, "records": test.left_out}
            )
            + "\n"
        )
    test.write()


def install(options):
    global wanted, limit, allowed, main
    main = get_ident()
    if options.get("tests") is not None:
        wanted = frozenset(options["tests"])
    limit = int(options.get("events") or limit)
    allowed = float(options.get("seconds") or allowed)
    values.install(options.get("key", ""))
    values.look_at_environ()
    kit.part("trace_warnings").install()
    kit.observer = Observer()
    begin_test("")  # what runs before the first test: conftests and modules are imported


class Observer:
    """Asked by the plugin before and after each collected module and each test."""

    def before(self, at, node):
        if at != "test":
            return
        end_test()
        if (wanted is None or node in wanted) and spent < allowed:
            values.look_at_environ()
            begin_test(node)

    def after(self, at, node):
        if at == "test":
            end_test()
