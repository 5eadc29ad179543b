"""For observed sessions, follows one call of a function of the project."""

paths = kit.part("paths")
source, values, errors = kit.part("trace_source"), kit.part("trace_values"), kit.part("trace_errors")
opcode = kit.borrow("opcode")
read_text = values.text

# These are the events (docs/recording.md). trace_errors.py writes RAISE.
CALL, ENTER, LOCAL, RETURN, YIELD, RAISE, CUT = range(7)
RETURNS = ("RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR")
RETURNS = frozenset([opcode.opmap[name] for name in RETURNS if name in opcode.opmap])
YIELD_VALUE, YIELD_FROM = opcode.opmap["YIELD_VALUE"], opcode.opmap.get("YIELD_FROM", -1)
GENERATOR, COROUTINE, OPTIMIZED_LOCALS = 0x20 | 0x80 | 0x200, 0x80, 0x2  # These are flags of code objects.
WITHIN = (
    "<listcomp>",
    "<dictcomp>",
    "<setcomp>",
    "<genexpr>",
)  # Some of these are part of the outer function from 3.12 on, and the others from 3.14 on.
ENDS = ("With", "AsyncWith")  # These statements run once more when a return leaves them.
LOOKS = (
    "genericpath.py",
    "posixpath.py",
    "os.py",
    "pathlib",
    "io.py",
    "tokenize.py",
)  # These are the parts of Python that look for files.
LOOKS = tuple(["<stdlib>/" + name for name in LOOKS])
FRAME_EVENTS = 3000  # After this many events in one call, only what it calls and what it returns is kept.
ATOMS = frozenset([str, int, float, bool, bytes, type(None)])


class Info:
    """What is known about a code object. With `role` "p" it is traced, with "l" it is only asked for files that it
    misses, and with "" it is not looked at. The Info holds the code object, so that its id is not used again."""

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
            # The variables of the body of a module or of a class are a namespace.
            self.module = not code.co_flags & OPTIMIZED_LOCALS
            self.name = name if name is not None and name.rpartition(".")[2] == code.co_name else code.co_name
            self.generator, self.coroutine = code.co_flags & GENERATOR, code.co_flags & COROUTINE
            self.ops = code.co_code
            self.secret = values.SECRET.search(code.co_name) is not None
        elif kind == "l" and self.path.startswith(LOOKS):
            self.role = "l"


class Call:
    """One call and what was last seen of it. `node` is its number. `known` maps a variable to (value or None, its id or
    None, text). `pending` is the exception that has come to the call, and the entry that holds it. `returning` is the
    return statement that runs."""

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
        """Is told that a line is about to run."""
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
        """Keeps from here on only what this call calls and what it returns, because too much happens in it."""
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
            # If a variable still holds the same object, it is only looked at again if the statement mentions it.
            if past is not None:
                if past[0] is value if past[1] is None else past[1] == id(value) and name not in named:
                    continue
            elif name in inner:
                continue  # The variable belongs to a comprehension, which is no function of its own since 3.12.
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
        """Adds the events of changed variables, which are pairs (name, text)."""
        test = self.test
        statement = test.statement(self.statement)
        changed.sort()
        self.count += len(changed)
        for name, text in changed:
            test.events.extend((LOCAL, self.node, statement, test.text(name), test.text(text)))

    def leave(self, frame, value):
        """Handles a return, a suspension, or the end of the call by an exception."""
        test = self.test
        at, ops = frame.f_lasti, self.info.ops
        last = ops[at] if 0 <= at < len(ops) else 0
        # Up to 3.10, a suspended `await` stands before its YIELD_FROM, which it then runs again.
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
    """Returns True if a statement of one line, which is the first of a block, runs once more. Each round of a loop
    enters the block again."""
    return statement is not None and statement.enters and statement.single and line == statement.line


def is_definition(value):
    """Returns True for what modules and classes get by definitions and imports."""
    kind = type(value)
    return kind is values.FUNCTION or kind is values.MODULE or issubclass(kind, type)


def kept(value, text):
    """Returns what Call.known keeps of a variable."""
    return (value, None, text) if type(value) in ATOMS else (None, id(value), text)
