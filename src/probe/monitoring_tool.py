"""Takes a tool id of sys.monitoring for the probe, and hides that it is taken.

Up to 3.14, the events are global. From 3.15 on, they are set for single code objects: for those of the project, which
PY_START finds, and for those that its exceptions come through, before the exceptions arrive there."""

import sys

paths = kit.part("paths")
LOCAL = sys.version_info >= (3, 15)
CAN_PAUSE = not LOCAL  # From 3.15 on there is nothing to gain by a pause.
MOST = 50000  # At most this many code objects get their own events.
api = sys.monitoring
UNWIND, HANDLED, START = api.events.PY_UNWIND, api.events.EXCEPTION_HANDLED, api.events.PY_START
use_tool, free_tool, name_of = api.use_tool_id, api.free_tool_id, api.get_tool
register_callback, set_events, DISABLE = api.register_callback, api.set_events, api.DISABLE
set_local_events = api.set_local_events

tool = None  # This is the number of the tool id, or None if the probe has none.
callbacks = (None, None)  # These are the callbacks for PY_UNWIND and for EXCEPTION_HANDLED.
attended = {}  # From 3.15 on, this maps id(code) to each code object that has its own events.


class Kinds(dict):
    """Maps the file name of a code object to whether the file belongs to the project."""

    def __missing__(self, name):
        try:
            value = paths.place(name)[1] == "p"
        except Exception:
            value = False
        self[name] = value
        return value


kinds = Kinds()


def started(code, offset):
    """Called from 3.15 on when a code object runs for the first time. Code objects of the project get their own
    events."""
    if kinds[code.co_filename]:
        attend(code)
    return DISABLE


def attend(code):
    """From 3.15 on, gives a code object its own events."""
    if id(code) not in attended and len(attended) < MOST:
        attended[id(code)] = code
        set_local_events(tool, code, UNWIND | HANDLED)


def listen(on):
    """Sets the callbacks or removes them. The events stay."""
    register_callback(tool, UNWIND, callbacks[0] if on else None)
    register_callback(tool, HANDLED, callbacks[1] if on else None)


def take():
    """Takes a tool id. The ids that Python's documentation has given a name come last."""
    global tool
    for number in (4, 3, 5, 2, 1, 0):
        try:
            use_tool(number, "testskew")
        except ValueError:
            continue
        tool = number
        listen(True)
        if LOCAL:
            register_callback(tool, START, started)
            for code in list(attended.values()):
                set_local_events(tool, code, UNWIND | HANDLED)
            set_events(tool, START)
        else:
            set_events(tool, UNWIND | HANDLED)
        return
    tool = None


def leave():
    """Gives the tool id back."""
    global tool
    number, tool = tool, None
    set_events(number, 0)
    for event in (UNWIND, HANDLED, START):
        register_callback(number, event, None)
    if LOCAL:
        for code in list(attended.values()):
            set_local_events(number, code, 0)
    free_tool(number)


def install(unwound, handled):
    """Takes a tool id, if one is left, and makes sys.monitoring answer that nobody has it. A tool that asks for this
    very number gets it, and the probe moves to another number."""
    global callbacks
    callbacks = (unwound, handled)
    take()
    if tool is None:
        return

    def get_tool(tool_id, /):
        return None if tool_id == tool and tool is not None else name_of(tool_id)

    def use_tool_id(tool_id, name, /):
        if tool_id == tool and tool is not None:
            leave()
            try:
                return use_tool(tool_id, name)
            finally:
                take()
        return use_tool(tool_id, name)

    def free_tool_id(tool_id, /):
        return None if tool_id == tool and tool is not None else free_tool(tool_id)

    for function in (get_tool, use_tool_id, free_tool_id):
        original = getattr(api, function.__name__)
        function.__qualname__, function.__module__, function.__doc__ = (
            original.__qualname__,
            original.__module__,
            original.__doc__,
        )
        setattr(api, function.__name__, function)
