"""Observed sessions: one call of a function of the project, as the trace sees it."""

paths = kit.part("paths")
source, values, errors = kit.part("trace_source"), kit.part("trace_values"), kit.part("trace_errors")
opcode = kit.borrow("opcode")
read_text = values.text

CALL, ENTER, LOCAL, RETURN, YIELD, RAISE, CUT = range(7)  # events (docs/recording.md); RAISE is of trace_errors.py
RETURNS = ("RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR")
RETURNS = frozenset([opcode.opmap[name] for name in RETURNS if name in opcode.opmap])
YIELD_VALUE, YIELD_FROM = opcode.opmap["YIELD_VALUE"], opcode.opmap.get("YIELD_FROM", -1)
GENERATOR, COROUTINE, OPTIMIZED_LOCALS = 0x20 | 0x80 | 0x200, 0x80, 0x2  # flags of code objects
WITHIN = (
    "<listcomp>",
    "<dictcomp>",
    "<setcomp>",
    "<genexpr>",
)  # since 3.12, some since 3.14, part of the outer function
ENDS = ("With", "AsyncWith")  # they run once more when a return leaves them
LOOKS = (
    "genericpath.py",
    "posixpath.py",
    "os.py",
    "pathlib",
    "io.py",
    "tokenize.py",
)  # parts of Python that look for files
LOOKS = tuple(["<stdlib>/" + name for name in LOOKS])
FRAME_EVENTS = 3000  # of one call; then only what it calls and gives back
ATOMS = frozenset([str, int, float, bool, bytes, type(None)])


class Info:
    """What is known of a code object. `role`: "p" is traced, "l" only asked for files it misses, "" not looked at.
    Holds the code object, so that its id stays its own."""

    __slots__ = tuple("code role path name file generator coroutine module ops of_line secret".split())

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
            # The body of a module or of a class: its variables are a namespace.
            self.module = not code.co_flags & OPTIMIZED_LOCALS
            self.name = name if name is not None and name.rpartition(".")[2] == code.co_name else code.co_name
            self.generator, self.coroutine = code.co_flags & GENERATOR, code.co_flags & COROUTINE
            self.ops = code.co_code
            self.secret = values.SECRET.search(code.co_name) is not None
        elif kind == "l" and self.path.startswith(LOOKS):
            self.role = "l"


class Call:
    """One call: what was last seen of it. `node` is its number. `known`: variable -> (value or None, its id or None,
    text). `pending`: the exception that has come to it, and where that is kept. `returning`: the return statement that
    runs."""

    __slots__ = tuple("test info node statement known count last_error pending quiet unwinding returning".split())

    def __init__(self, test, info, node):
        self.test, self.info, self.node = test, info, node
        self.statement = self.returning = None
        self.known, self.count = {}, 0
        self.last_error = self.pending = None
        self.quiet = self.unwinding = False

    def trace(self, frame, event, argument):
        """The local trace function."""
        test = self.test
        if test.ended or test.cut:
            return None
        try:
            if event == "line":
                self.line(frame)
                if test.cut:
                    return None
            elif event == "return":
                self.leave(frame, argument)
            elif event == "exception":
                errors.raised(self, frame, argument)
        except Exception:
            return test.fail()
        return self.trace

    def line(self, frame):
        """A line is about to run."""
        test, statement = self.test, self.info.of_line.get(frame.f_lineno)
        self.unwinding = False
        if self.pending is not None:
            errors.handled_here(self, frame)
        if statement is self.statement and not starts_again(statement, frame.f_lineno):
            return
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
        test.full()

    def silence(self, frame):
        """Keeps from here on only what this call calls and what it gives back, as too much is going on in it."""
        if not self.quiet:
            self.quiet = True
            frame.f_trace_lines = False
            self.test.events.extend((CUT, self.node, -1))

    def changes(self, frame):
        """Notes the variables that the statement before this moment has changed."""
        if self.quiet:
            return
        statement = self.statement
        named = statement.names if statement is not None else ()
        inner = statement.inner if statement is not None and named else ()
        imported = named if named and statement.kind in ("Import", "ImportFrom") else ()
        known, changed = self.known, []
        for name, value in list(frame.f_locals.items()):
            past = known.get(name)
            # The same object as before is only looked at again if the statement speaks of it.
            if past is not None:
                if past[0] is value if past[1] is None else past[1] == id(value) and name not in named:
                    continue
            elif name in inner:
                continue  # of a comprehension, which is no function of its own since 3.12
            if name[:1] in "@." or name[:2] in ("__", "_["):
                continue
            if self.info.module and name not in imported and is_definition(value):
                continue
            text = read_text(value, name)
            if past is None or past[2] != text:
                changed.append((name, text))
            known[name] = kept(value, text)
        if changed:
            self.say_changed(changed)

    def say_changed(self, changed):
        """The events of variables that have changed: (name, text) each."""
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
        suspended = last == YIELD_VALUE or (at + 2 < len(ops) and ops[at + 2] == YIELD_FROM)
        if suspended and self.info.generator and not self.unwinding:
            self.changes(frame)
            if not self.info.coroutine:
                test.events.extend((YIELD, self.node, test.statement(self.statement), test.text(read_text(value))))
            return
        if last in RETURNS:
            self.changes(frame)
            if not self.info.module:
                text = read_text(value, self.info.code.co_name if self.info.secret else "")
                statement = test.statement(self.returning or self.statement)
                test.events.extend((RETURN, self.node, statement, test.text(text)))
        else:
            errors.left(self, frame)
        test.active.pop(id(frame), None)


def starts_again(statement, line):
    """True if a statement of one line, which is the first of a block, runs once more: each round of a loop enters
    it."""
    return statement is not None and statement.enters and statement.single and line == statement.line


def is_definition(value):
    """True for what modules and classes have by definitions and imports."""
    kind = type(value)
    return kind is values.FUNCTION or kind is values.MODULE or isinstance(value, type)


def kept(value, text):
    """What is kept of a variable: see Call.known."""
    return (value, None, text) if type(value) in ATOMS else (None, id(value), text)
