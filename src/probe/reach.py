"""For observed sessions, finds which changes of state a failing test can have to do with: those whose new values its
frames hold, and those that the code of its traceback names, or a function that is called there. It runs no code of the
project, and writes nothing but the kinds and names of changes."""

import sys

record, paths, state = kit.part("record"), kit.part("paths"), kit.part("state")
CODE = type((lambda: 0).__code__)
DEPTH, CODES, FAILURES = 3, 300, 20  # How many calls away, and how much, is looked at.
# Code that names one of these has to do with a piece of state that has no name of its own.
OF_KIND = {
    "timezone": "localtime strftime mktime astimezone fromtimestamp now today ctime tzname",
    "cwd": "getcwd open exists abspath resolve absolute listdir glob read_text write_text",
    "umask": "open mkdir makedirs chmod stat",
    "decimal": "Decimal getcontext localcontext quantize",
    "locale": "setlocale localeconv strcoll strxfrm strftime getlocale getpreferredencoding",
    "logging": "getLogger logger logging caplog",
    "warnings": "warn warnings catch_warnings simplefilter filterwarnings",
    "recursion_limit": "getrecursionlimit",
}
said = 0


def words(what, name):
    """Returns the names by which code reaches a piece of state."""
    if what in ("environ", "builtins"):
        return [name]
    if what == "sys.modules":
        return [name, name.rpartition(".")[2]]
    if what in ("attribute", "container"):
        path, _, key = name.partition(":")[2].partition("[")
        return [path.rpartition(".")[2]] + [word for word in (key[:-1],) if word]
    return OF_KIND.get(what, "").split()


def failed(node, error, changed, keys):
    """Writes what the failure of the test `node` reaches. `changed` maps the identity of each value that a module or
    test has left behind to its kind and name; the values are alive. `keys` has the kinds and names of all changes."""
    global said
    said += 1
    trace = getattr(error, "__traceback__", None)
    if trace is None or said > FAILURES:
        return
    found = Reach(changed)
    while trace is not None:
        frame = trace.tb_frame
        if paths.place(frame.f_code.co_filename)[1] == "p":
            for value in list(frame.f_locals.values()):
                found.value(value)
            found.code(frame.f_code, frame.f_globals, 0)
        trace = trace.tb_next
    reached = [key for key in keys if found.names.intersection(words(*key))]
    line = {"t": "reach", "id": node, "held": listed(found.held), "reached": listed(reached), "mock": found.mock}
    record.say(line)


def listed(keys):
    return [{"what": what, "name": name} for what, name in sorted(keys)]


class Reach:
    """What was found so far."""

    def __init__(self, changed):
        self.changed, self.names, self.held, self.seen, self.mock = changed, set(), set(), set(), False

    def value(self, value):
        """Notes a value that a frame holds or that a name stands for."""
        if type(value) not in (bool, int, type(None)) and id(value) in self.changed:
            self.held.add(self.changed[id(value)])
        if "Mock" in type(value).__name__:
            self.mock = True

    def code(self, code, names, depth):
        """Follows a function by the global names that it uses."""
        if code in self.seen or len(self.seen) > CODES:
            return
        self.seen.add(code)
        self.names.update(code.co_names)
        for constant in code.co_consts:
            if type(constant) is str and 1 < len(constant) <= 100 and " " not in constant:
                self.names.add(constant)
            elif type(constant) is CODE:
                self.code(constant, names, depth)
        for name in code.co_names:
            value = names.get(name)
            if value is None:
                value = sys.modules.get(name)  # A function may import the module itself.
            if value is not None:
                self.value(value)
                if depth < DEPTH:
                    self.follow(value, code.co_names, depth + 1)

    def follow(self, value, names, depth):
        """Follows a function, or those of a module or class that the code names."""
        if isinstance(value, type) or type(value) is state.MODULE:
            own = vars(value)
            for name in ("__init__",) + names if isinstance(value, type) else names:
                if name in own:
                    self.value(own[name])
                    if type(own[name]) is not state.MODULE:
                        self.function(own[name], depth)
        else:
            self.function(value, depth)

    def function(self, value, depth):
        code = getattr(value, "__code__", None) if type(value) is state.FUNCTION else None
        if type(code) is CODE and paths.place(code.co_filename)[1] == "p":
            self.code(code, value.__globals__, depth)
