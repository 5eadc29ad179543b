"""For observed sessions, holds the trace of one test and the tables to which its events refer (docs/recording.md)."""

import sys

record = kit.part("record")
source = kit.part("trace_source")
time, count = kit.borrow("time"), kit.borrow("itertools").count
clock = time.process_time
CHUNK = 20000  # At most this many items go into one record.
SECONDS = 4.0  # At most this many seconds of processor time are spent on one test.


class Test:
    """The events of one test. `active` maps id(frame) to Call, and `calls` counts how often each function was called.
    `swallowed`, `missing`, `landed` and `failures` belong to trace_errors.py, `made` and `modes` to trace_made.py.
    `limit` is the number of events that are kept. `cut` says that there were more, or that too much time went by, so
    that the rest of the test runs without a trace."""

    def __init__(self, node, limit):
        self.node, self.limit, self.events, self.cut, self.ended = node, limit, [], False, False
        self.texts, self.codes, self.statements = {}, {}, {}
        self.code_rows, self.statement_rows = [], []
        # These are counters, because several threads may ask for a number at the same time.
        self.numbers, self.nodes = count(), count()
        self.looks = 0
        self.active, self.calls = {}, {}
        self.begun = clock()
        self.swallowed, self.missing = {}, set()
        self.made, self.modes = {}, {}
        self.landed, self.failures = {}, []
        self.left_out = 0

    def text(self, text):
        """Returns the number of a text."""
        at = self.texts.get(text)
        return self.texts.setdefault(text, next(self.numbers)) if at is None else at

    def code(self, info):
        """Returns the number of a code object."""
        at = self.codes.get(id(info))
        if at is None:
            at = self.codes[id(info)] = len(self.code_rows)
            self.code_rows.append([info.path, info.name, info.code.co_firstlineno])
            definition = info.of_line.get(info.code.co_firstlineno)
            if definition is not None and definition.kind.endswith("FunctionDef"):
                self.statement(definition)  # The defaults of the function stand in that statement.
        return at

    def statement(self, found):
        """Returns the number of a statement, or -1 if it is None."""
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
        """Returns True if enough was seen."""
        self.looks += 1
        if len(self.events) > self.limit * 5 or (self.looks & 1023 == 0 and clock() - self.begun > SECONDS):
            self.cut = True
        return self.cut

    def fail(self):
        """Ends the trace of this test because of a fault of the trace itself. If the recursion was too deep, that is
        the fault of the test and is not reported."""
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
