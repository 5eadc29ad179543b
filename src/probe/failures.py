"""Decides whether an exception that was seen on its way is, after all, what the test failed with.

Runners, decorators and plugins catch what a test raises and raise it again, or a later attempt raises the same. asyncio
and its relatives, pools of threads, retries and soft assertions do so. Such an exception is not hidden from anybody."""

chains, messages, paths = kit.part("chains"), kit.part("messages"), kit.part("paths")
TRACEBACK = chains.TRACEBACK
TEXT = 4000  # A message is cut to this many characters, as that of a flight is.
MOST = 50  # At most this many exceptions that one came from or holds are looked at.
SHORTEST = 6  # A message of fewer characters is not searched for in another text.
# These packages run tests. An exception that they handle is the test's own outcome, or was expected.
MACHINES = frozenset(
    "_pytest pytest pluggy hypothesis xdist _hypothesis_pytestplugin unittest doctest flaky ward nose nose2".split()
)
# tornado returns a result with the first of these, and gevent and tblib make tracebacks with the second. Each is a
# type and a text, or None for any text.
NO_MISHAPS = (("tornado.gen.Return", None), ("NameError", "name '__traceback_maker' is not defined"))
PLUGINS = ("pytest_plugin", "pytestplugin", "_pytest_plugin")  # Modules of these names do the same.
machines = {}  # Maps the path of a file, as a recording has it, to whether the file belongs to what runs tests.


class Failure:
    """What a phase ended with. Nothing is kept of the exceptions but texts and numbers.

    `members` has the identity, type, text and place of the exception itself, of what it came from and of what it holds.
    `text` is its own message, and what its report says if that is a plain text."""

    def __init__(self, error, longrepr=None):
        self.members = [(id(one), kind_of(one), text_of(one), place_of(one)) for one in family(error)]
        self.numbers = frozenset([member[0] for member in self.members])
        self.text = "\n".join([member[2] for member in self.members[:1]])
        if type(longrepr) is str:
            self.text += "\n" + longrepr

    def holds(self, number, kind, text, place, outside):
        """Returns True if the exception with that identity, type, text and place (file name and line) is the failure or
        a part of it, or if an earlier attempt has raised the same. `outside` says that it was not the project that
        caught it."""
        for its_number, its_kind, its_text, its_place in self.members:
            if its_kind != kind:
                continue
            same_text, same_place = its_text == text, its_place is not None and its_place == place
            if its_number == number and (same_text or same_place) or same_place and (same_text or outside):
                return True
        return self.tells(kind, text, outside)

    def tells(self, kind, text, outside):
        """Returns True if the failure itself tells that exception: it is an assertion that was put off, or it was
        printed into the failure's message."""
        name, first = kind.rpartition(".")[2], text.partition("\n")[0]
        if len(first) < SHORTEST or not self.text or any([first == member[2] for member in self.members]):
            return False
        if name == "AssertionError":
            return first in self.text
        return outside and "%s: %s" % (name, first) in self.text


def family(error):
    """Returns the exception, what it came from and what it holds, each of them once."""
    found, seen, queue = [], set(), [] if error is None else [error]
    while queue and len(found) < MOST:
        error = queue.pop(0)
        if id(error) not in seen:
            seen.add(id(error))
            found.append(error)
            queue.extend([other for other, _ in chains.links(error)])
    return found


def kind_of(error):
    """Returns the name of the type of an exception."""
    return messages.type_name(type(error))


def text_of(error):
    """Returns the text of an exception. No code of the project is run for it."""
    return kit.part("record").cap(messages.message(error, True), TEXT)


def place_of(error):
    """Returns the file name and the line that raised an exception, or None if it has no traceback."""
    trace = TRACEBACK(error)
    for _ in range(100000):
        if trace is None or trace.tb_next is None:
            break
        trace = trace.tb_next
    return None if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def no_mishap(kind, text):
    """Returns True for an exception with which a library does its work."""
    return any([kind == its_kind and its_text in (None, text) for its_kind, its_text in NO_MISHAPS])


def machine(path):
    """Returns True for a file of what runs tests, whose path is given as a recording has it. What a mock raises is the
    project's own."""
    value = machines.get(path)
    if value is None:
        parts = path.split("/")
        value = parts[0] in ("<site>", "<stdlib>") and len(parts) > 1 and path != "<stdlib>/unittest/mock.py"
        if value:
            package, module = parts[1].partition(".")[0], parts[-1].partition(".")[0]
            value = package in MACHINES or package.startswith("pytest_") or module in PLUGINS
        machines[path] = value
    return value
