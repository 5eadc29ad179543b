"""Observed sessions: the trace of one test, and the tables that its events refer to (docs/recording.md)."""

import sys

record = kit.part("record")
source = kit.part("trace_source")
time, count = kit.borrow("time"), kit.borrow("itertools").count
clock = time.process_time
CHUNK = 20000  # items of one record
SECONDS = 4.0  # of processor time, of one test


class Test:
    """The events of one test. `active`: id(frame) -> Call; `calls`: how often each function was called; `swallowed` and
    `missing` belong to trace_errors.py. `limit`: how many events are kept. `cut`: there were more, or too much time
    went by, and the rest of the test runs untraced."""

    def __init__(self, node, limit):
        self.node, self.limit, self.events, self.cut, self.ended = node, limit, [], False, False
        self.texts, self.codes, self.statements = {}, {}, {}
        self.code_rows, self.statement_rows = [], []
        self.numbers, self.nodes = count(), count()  # threads may ask for one at the same time
        self.looks = 0
        self.active, self.calls = {}, {}
        self.begun = clock()
        self.swallowed, self.missing = {}, set()
        self.left_out = 0

    def text(self, text):
        """The number of a text."""
        at = self.texts.get(text)
        return self.texts.setdefault(text, next(self.numbers)) if at is None else at

    def code(self, info):
        """The number of a code object."""
        at = self.codes.get(id(info))
        if at is None:
            at = self.codes[id(info)] = len(self.code_rows)
            self.code_rows.append([info.path, info.name, info.code.co_firstlineno])
            definition = info.of_line.get(info.code.co_firstlineno)
            if definition is not None and definition.kind.endswith("FunctionDef"):
                self.statement(definition)  # its defaults stand there
        return at

    def statement(self, found):
        """The number of a statement, -1 for none."""
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
        """True if enough was seen."""
        self.looks += 1
        if len(self.events) > self.limit * 5 or (self.looks & 1023 == 0 and clock() - self.begun > SECONDS):
            self.cut = True
        return self.cut

    def fail(self):
        """Ends the trace of this test, as it has a fault of its own. Too deep a recursion is the test's."""
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
