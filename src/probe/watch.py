"""For observed sessions, finds the lines of the project that change one named piece of state. It looks at that piece
after every line (settrace)."""

import os
import sys

record, paths, chains = kit.part("record"), kit.part("paths"), kit.part("chains")
state, sources = kit.part("state"), kit.part("sources")
MISSING = state.Kept(None, "(missing)")
what = name = ""
module = ""
value = None
count = 0


def install(wanted):
    global what, name, module
    what, name, module = wanted["what"], wanted["name"], wanted["module"]
    kit.observer = Observer()


def look():
    """Returns the watched piece of state in the form that a snapshot has. It reads that piece alone if possible,
    because this is fast."""
    try:
        if what == "sys.modules":
            return state.Kept(sys.modules[name])
        if what == "environ":
            return state.Kept(None, os.environ[name])
        if what in ("attribute", "container"):
            owner, _, path = name.partition(":")
            path, bracket, key = path.partition("[")
            held = sys.modules[owner]
            for part in path.split("."):
                held = vars(held)[part] if part in getattr(held, "__dict__", {}) else getattr(held, part)
            if what == "attribute":
                return state.Kept(held)
            found = {}
            state.contents(found, owner + ":" + path, held)
            return found[what, name]
        found = {}
        kit.part("state_process").process(found)
        return found[what, name]
    except Exception:
        return MISSING


def check(frame, line):
    global value, count
    now = look()
    if now.same(value):
        return
    past, value = value, now
    count += 1
    if count > 200:
        return
    code = frame.f_code
    path = paths.place(code.co_filename)[0]
    hidden = what == "environ"
    outer, depth = frame.f_back if path != module else None, 0
    while outer is not None and depth < 200 and paths.place(outer.f_code.co_filename)[0] != module:
        outer, depth = outer.f_back, depth + 1
    record.say(
        {
            "caller": outer.f_lineno if outer is not None and depth < 200 else 0,
            "t": "watch",
            "at": "collect" if kit.phase == "collect" else "test",
            "id": kit.node,
            "path": path,
            "line": line,
            "function": code.co_name,
            "source": sources.source_line(code.co_filename, line),
            "before": None if past is MISSING else "set" if hidden else past.show(),
            "after": None if now is MISSING else "set" if hidden else now.show(),
        }
    )


def trace(frame, event, argument):
    if paths.place(frame.f_code.co_filename)[1] != "p":
        return None
    last = [frame.f_lineno or 1]
    caller = frame.f_back
    if caller is not None and paths.place(caller.f_code.co_filename)[1] == "p":
        check(caller, caller.f_lineno)  # This finds what the line of the caller did before it made the call.

    def local(frame, event, argument):
        check(frame, last[0])  # This finds what the previous line did.
        last[0] = frame.f_lineno or 1
        return local

    return local


class Observer:
    def before(self, at, node):
        global value
        if node.partition("::")[0] == module:
            value = look()
            sys.settrace(trace)

    def after(self, at, node):
        if sys.gettrace() is trace:
            sys.settrace(None)
