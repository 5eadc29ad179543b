"""Exceptions that somebody handled and no test saw, by sys.monitoring (3.12 and later). Two events are enough: PY_UNWIND (an exception leaves
a frame) and EXCEPTION_HANDLED (a handler begins; `finally` and `with` count as well, and raise it on). At both the traceback already
ends in this frame. Where an exception was seen last, there it was swallowed.

A Flight is one exception on its way through the project: text, code objects and offsets, nothing of the exception itself. It begins when a frame of the
project is left by an exception, or handles one; what never touches the project is passed over by the two callbacks, which is nearly everything.

Up to 3.14 these events are global. From 3.15 on they are set per code object: for the project's own, found by PY_START, and for those that
its exceptions come through, before they arrive there."""

import sys

chains, record, paths = kit.part("chains"), kit.part("record"), kit.part("paths")
repeat = kit.borrow("itertools").repeat
TRACEBACK, ARGS = chains.TRACEBACK, chains.ARGS
DICT = BaseException.__dict__["__dict__"].__get__
PLAIN_STR = BaseException.__str__
LOCAL = sys.version_info >= (3, 15)
KEPT = 50  # records of one test
KEPT_EARLY = 200  # of the session's collection
OFTEN = 100  # of the same way: described no more, but counted
EVENTS = 50000  # events of one phase, and then nothing more is looked at until the next
TEXT = 4000
FRAMES = 100  # kept at either end of a traceback
EVERYTHING = kit.config.get("monitoring") == "all"  # passing tests too
ANSWERS = {
    "HTTPException",
    "APIException",
    "Http404",
    "PermissionDenied",
    "SuspiciousOperation",
    "BadRequest",
    "MultiPartParserError",
    "SanicException",
}  # of frameworks
MACHINES = (
    "_pytest",
    "pytest",
    "pluggy",
    "hypothesis",
    "xdist",
    "_hypothesis_pytestplugin",
    "pytest_asyncio",
    "unittest",
    "doctest",
)

api = sys.monitoring
UNWIND, HANDLED, START = api.events.PY_UNWIND, api.events.EXCEPTION_HANDLED, api.events.PY_START
use_tool, free_tool, name_of = api.use_tool_id, api.free_tool_id, api.get_tool
register_callback, set_events, DISABLE = api.register_callback, api.set_events, api.DISABLE
set_local_events = api.set_local_events

tool = None
live = {}  # id(exception) -> Flight
found = {}  # of the running test: (where raised, where handled, type) -> Flight
early = {}  # of collection: written when the first test does not pass
ways = {}  # how often a frame was left in the same way in this phase
left_out = 0
budget = repeat(False, EVENTS)  # gives False so often in this phase
tripped = ""  # the phase in which there were too many
attended = {}  # 3.15: id(code) -> code, with events of their own


class Kinds(dict):
    """File name of a code object -> whether it is the project's."""

    def __missing__(self, name):
        try:
            value = paths.place(name)[1] == "p"
        except Exception:
            value = False
        self[name] = value
        return value


kinds = Kinds()


class Flight:
    __slots__ = (
        "number",
        "kind",
        "type",
        "text",
        "links",
        "frames",
        "outer",
        "inner",
        "head",
        "first",
        "code",
        "offset",
        "handled",
        "caller",
        "claimed",
        "times",
        "node",
        "phase",
        "request",
        "cut",
        "names",
    )


# --- the two callbacks: called for every exception of every library, so they only look whose it is. Counting down a global would cost more than all else here.


def handled(code, offset, error):
    if kinds[code.co_filename] or live and id(error) in live or next(budget, True):
        touch(code, offset, error, True)


def unwound(code, offset, error):
    if kinds[code.co_filename] or live and id(error) in live or next(budget, True):
        touch(code, offset, error, False)


def started(code, offset):
    """3.15: a code object runs for the first time."""
    if kinds[code.co_filename]:
        attend(code)
    return DISABLE


def attend(code):
    if id(code) not in attended and len(attended) < 50000:
        attended[id(code)] = code
        set_local_events(tool, code, UNWIND | HANDLED)


# --- flights


def touch(code, offset, error, is_handled):
    try:
        if next(budget, True):
            trip()
            return
        if not isinstance(error, Exception) or isinstance(error, (StopIteration, StopAsyncIteration)):
            return
        number, trace = id(error), TRACEBACK(error)
        if trace is None:
            return
        flight = live.get(number)
        if flight is not None and not (
            flight.kind == id(type(error)) and goes_on(flight, trace, code, offset, is_handled)
        ):
            del live[number]
            settle(flight)
            flight = None
            if not kinds[code.co_filename]:
                return
        if flight is None:
            if often(code, offset, error, trace, is_handled):
                return
            flight = live[number] = begin(error, trace)
            flight.first = (code, offset, is_handled)
        elif id(trace) != flight.head:
            further_out(flight, trace)
        flight.code, flight.offset, flight.handled = code, offset, is_handled
        flight.caller = None
        if not is_handled:
            back = trace.tb_frame.f_back
            if back is not None:  # C code that was called from there swallows it, if nothing more is seen of it
                flight.caller = (back.f_code, back.f_lasti)
                if LOCAL:
                    attend(back.f_code)
    except RecursionError:  # hardly any stack left: the test is about to see that itself
        live.pop(id(error), None)
    except Exception as trouble:
        if foreign(trouble):  # a signal's handler raised it: it is the session's
            raise
        kit.trouble("monitoring")


def often(code, offset, error, trace, is_handled):
    """Seen so many times in this phase that it is only counted. Nothing is lost of one that goes another way then: a flight may begin anywhere,
    as the traceback has all of it."""
    if not is_handled:
        way = (id(code), offset, id(type(error)))
        count = ways.get(way, 0)
        ways[way] = count + 1
        return count >= OFTEN
    while trace.tb_next is not None:
        trace = trace.tb_next
    known = found.get((id(type(error)), id(trace.tb_frame.f_code), trace.tb_lasti, id(code), offset, True))
    if known is None or known.times < OFTEN:
        return False
    known.times += 1
    return True


def foreign(error):
    trace = TRACEBACK(error)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and not trace.tb_frame.f_code.co_filename.startswith("<testskew>")


def goes_on(flight, trace, code, offset, is_handled):
    """Whether this is the exception that the flight has known, and not another one that has got its address."""
    after, head = trace.tb_next, flight.head
    if after is not None and id(after) == head and after.tb_frame.f_code is flight.code:
        return True  # one frame further out
    first = flight.first
    if first[0] is code and first[1] == offset and first[2] == is_handled:
        return False  # the same way from its beginning
    if id(trace) == head and flight.code is code:
        outermost = flight.outer[-1] if flight.outer else flight.frames[0]
        if trace.tb_lasti != outermost[1] and not flight.cut:
            return False  # its traceback's address, too, has been given to another one's
        # Again in the same frame. Handled there twice at one place: raised twice.
        return not (is_handled and flight.handled and flight.offset == offset)
    return put_back(flight, trace)


def further_out(flight, trace):
    """Takes the frames that were added to the traceback since: one; several where it came through frames that are not attended to."""
    head, node, added = flight.head, trace, []
    while node is not None and id(node) != head and len(added) < FRAMES:
        added.append((node.tb_frame.f_code, node.tb_lasti))
        node = node.tb_next
    flight.head = id(trace)
    if len(flight.outer) < 2 * FRAMES:
        flight.outer.extend(added[::-1])
    else:
        flight.cut = True


def put_back(flight, trace):
    """contextlib and others put a traceback back to what it was: it begins at one of the frames that the flight came through, and ends where it did.
    And an exception that was kept somewhere comes back by another way, around frames that are not attended to."""
    last, code, offset, steps = trace, trace.tb_frame.f_code, trace.tb_lasti, 0
    while last.tb_next is not None:
        last, steps = last.tb_next, steps + 1
        if id(last) == flight.head and last.tb_frame.f_code is flight.code:
            return True
    spend(steps)
    if id(last) != flight.inner[2] or last.tb_frame.f_code is not flight.inner[0] or last.tb_lasti != flight.inner[1]:
        return False
    for frames, outwards in ((flight.outer, True), (flight.frames, False)):
        for number, (its_code, its_offset) in enumerate(frames):
            if its_code is code and its_offset == offset:
                if outwards:
                    del frames[number + 1 :]
                else:
                    del flight.outer[:], frames[:number]
                flight.head = id(trace)
                return True
    return False


def begin(error, trace):
    flight = Flight()
    kind = type(error)
    flight.number, flight.kind = id(error), id(kind)
    flight.type, flight.cut = chains.type_name(kind), False
    flight.text = text_of(error, kind)
    flight.names = [base.__name__ for base in kind.__mro__]
    flight.head = id(trace)
    flight.frames, flight.inner, cut = frames_of(trace)
    flight.cut = flight.cut or cut
    flight.outer = []
    flight.claimed, flight.times = False, 1
    flight.node, flight.phase = kit.node, kit.phase
    flight.request = kit.servers.active[-1] if kit.servers.active else None
    flight.links = links_of(error, flight, 0, {id(error)})
    if not ANSWERS.isdisjoint(flight.names) and kit.servers.deliberate(error):
        flight.claimed = True  # an answer, not a mishap
    return flight


def text_of(error, kind):
    if type.__getattribute__(kind, "__str__") is PLAIN_STR and "__notes__" not in DICT(error):
        args = ARGS(error)
        if not args:
            return ""
        if len(args) == 1 and type(args[0]) is str:
            return record.cap(args[0], TEXT)
    return record.cap(chains.message(error, True), TEXT)


def frames_of(trace):
    """([(code, offset)], outermost first; where it was raised; whether some were left out)"""
    frames, cut, steps = [], False, 0
    while True:
        frames.append((trace.tb_frame.f_code, trace.tb_lasti))
        if trace.tb_next is None:
            break
        trace = trace.tb_next
        steps += 1
        if steps > 3 * FRAMES and len(frames) > 2 * FRAMES:
            del frames[FRAMES]
            cut = True
    spend(steps)
    return frames, (trace.tb_frame.f_code, trace.tb_lasti, id(trace)), cut


def spend(steps):
    global budget
    budget = repeat(False, max(budget.__length_hint__() - steps // 10, 0))


def links_of(error, flight, depth, seen):
    """What it came from, as (type, text, link, frames, cut, ...); each is no flight of its own any more where it became this one."""
    found = chains.links(error)
    if not found:
        return ()
    lines = []
    for other, link in found:
        if len(seen) >= kit.config["caps"]["chain"]:
            if lines:
                lines[-1] = lines[-1][:4] + (True,)
            flight.cut = True
            break
        if id(other) in seen:
            continue
        seen.add(id(other))
        trace = TRACEBACK(other)
        frames, _, cut = frames_of(trace) if trace is not None else ([], None, False)
        lines.append((chains.type_name(type(other)), text_of(other, type(other)), link, frames, cut))
        known = live.get(id(other))
        if known is not None and frames and known.inner[0] is frames[-1][0] and known.inner[1] == frames[-1][1]:
            if link != "context" or any([code is known.code for code, _ in flight.frames]):
                known.claimed = True
        lines.extend(links_of(other, flight, depth + 1, seen))
    return tuple(lines)


def settle(flight):
    """The flight has ended where it was seen last."""
    global left_out
    if flight.claimed or boring(flight):
        return
    place = (flight.code, flight.offset) if flight.handled else flight.caller or (flight.code, flight.offset)
    key = (flight.kind, id(flight.inner[0]), flight.inner[1], id(place[0]), place[1], flight.handled)
    known = found.get(key)
    if known is not None:
        known.times += 1
        return
    flight.inner = flight.inner[:2]
    found[key] = flight
    if len(found) > KEPT:  # its beginning and its end are kept
        left_out += 1
        del found[next_key(found, KEPT // 2)]


def next_key(mapping, position):
    for number, key in enumerate(mapping):
        if number == position:
            return key


def boring(flight):
    if flight.type.partition(".")[0] in MACHINES:
        return True
    if flight.handled:
        return machine(flight.code.co_filename)
    # `__getattr__` says so that there is no such attribute; C code that asks takes it for an answer.
    return flight.type == "AttributeError" and flight.code.co_name in ("__getattr__", "__getattribute__")


machines = {}


def machine(name):
    """Whether a file belongs to what runs tests: what is handled there is the test's own outcome, or was expected."""
    value = machines.get(name)
    if value is None:
        path = paths.place(name)[0]
        parts = path.split("/")
        value = machines[name] = (
            parts[0] in ("<site>", "<stdlib>") and len(parts) > 1 and parts[1].partition(".")[0] in MACHINES
        )
    return value


def claim(error):
    """Another part has a record of this exception."""
    flight = live.get(id(error))
    if flight is not None:
        flight.claimed = True


def trip():
    """Too many: nothing more in this phase. Of what is on its way nobody knows where it ends."""
    global tripped
    tripped = kit.phase or "?"
    listen(False)
    for number, flight in list(live.items()):
        if flight.handled:
            settle(flight)
    live.clear()


def rearm():
    global budget, tripped
    budget = repeat(False, EVENTS)
    if tripped:
        tripped = ""
        listen(True)


# --- phases and records


def begin_test():
    global left_out
    found.clear()
    left_out = 0


def end_phase(node, phase, error, bad):
    """A phase is over; `error` is what it ended with, `bad` that it did not pass."""
    global left_out
    if live:
        family = kit.servers.kin(error) if error is not None else ()
        for number, flight in list(live.items()):
            if number not in family:
                settle(flight)
        live.clear()
        if family:
            for key, flight in list(found.items()):
                if flight.number in family and same_origin(error, flight):
                    del found[key]
    ways.clear()
    was = tripped
    rearm()
    if not (bad or EVERYTHING):
        return
    if bad and early:
        for flight in list(early.values()):
            write(flight)
        early.clear()
    for flight in list(found.values()):
        write(flight)
    found.clear()
    if was or left_out:
        record.later(
            record.encode(
                {"t": "cut", "id": node, "phase": phase, "hook": "monitoring", "events": bool(was), "records": left_out}
            )
            + "\n"
        )
        left_out = 0
    record.flush()


def same_origin(error, flight):
    """Whether the flight was this exception, or one that it came from, after all: somebody gave it another traceback on its way."""
    return (flight.type, flight.inner) in [
        (kind, frames[-1]) for kind, _, _, frames, _ in links_of(error, flight, 0, set()) if frames
    ] or (
        flight.type == chains.type_name(type(error))
        and TRACEBACK(error) is not None
        and frames_of(TRACEBACK(error))[1][:2] == flight.inner
    )


def end_collect(node, bad):
    """A module has been collected: what was swallowed there waits for the first test that does not pass."""
    end_phase(node, "collect", None, False)
    for key, flight in list(found.items()):
        if bad:
            write(flight)
        elif len(early) < KEPT_EARLY:
            early.setdefault(key, flight)
    begin_test()


def line_of(code, offset):
    for start, end, line in code.co_lines():
        if offset < end and line:  # the first instructions of a handler have no line of their own
            return line
    return code.co_firstlineno


def handler_of(flight):
    if not flight.handled:
        return chains.frame(flight.caller[0], line_of(*flight.caller)) if flight.caller else None
    return chains.frame(flight.code, clause_of(flight, line_of(flight.code, flight.offset)))


def clause_of(flight, line):
    """The except clause that took it: the event names the first one of the statement."""
    lines = chains.lines_of(flight.code.co_filename)
    text = chains.stripped(lines, line)
    if not text.startswith("except") or not text.endswith(":"):
        return line
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
    for number in range(line, min(len(lines), line + 200) + 1):
        text = lines[number - 1]
        if not text.strip() or len(text) - len(text.lstrip()) > indent:
            continue
        text = text.strip()
        if not text.startswith("except"):
            if text.startswith((")", "#")):
                continue
            break
        words = set(
            "".join(
                [c if c.isalnum() or c == "_" else " " for c in text[6:].partition(" as ")[0].partition("#")[0]]
            ).split()
        )
        if not words or words & set(flight.names):
            return number
    return line


EXPECTING = (
    "raises",
    "assertRaises",
    "assertRaisesRegex",
    "assertRaisesMessage",
    "RaisesGroup",
    "assert_raises",
    "assert_raises_regex",
)


def expected(handler):
    """`with pytest.raises(...)`: the test looked at it."""
    if handler is None or handler[4] != "p" or "with " not in handler[3]:
        return False
    words = "".join([c if c.isalnum() or c == "_" else " " for c in handler[3]]).split()
    return any([word in EXPECTING for word in words])


def listed(frames):
    lines = [chains.frame(code, line_of(code, offset)) for code, offset in frames]
    return [line for line in lines if line is not None and not chains.is_pytest(line[0])]


def write(flight):
    handler = handler_of(flight)
    if expected(handler):
        return
    frames = flight.outer[::-1] + flight.frames
    limit = kit.config["caps"]["frames"]
    cut = flight.cut or len(frames) > limit
    if len(frames) > limit:
        frames = frames[: limit // 2] + frames[len(frames) - (limit - limit // 2) :]
    chain = [{"type": flight.type, "message": flight.text, "link": "", "frames": listed(frames), "cut": cut}]
    for kind, text, link, frames, cut in flight.links:
        chain.append({"type": kind, "message": text, "link": link, "frames": listed(frames), "cut": cut})
    line = {
        "t": "server",
        "id": "" if flight.phase == "collect" else flight.node,
        "phase": flight.phase,
        "hook": "monitoring",
        "request": None,
        "chain": chain,
        "handled": handler,
    }
    if flight.phase == "collect":
        line["module"] = flight.node
    if flight.request is not None:
        line["request"] = {
            "method": flight.request.method,
            "path": flight.request.path,
            "status": flight.request.status,
        }
    if flight.times > 1:
        line["times"] = flight.times
    record.later(record.encode(line) + "\n")


# --- getting in


def listen(on):
    register_callback(tool, UNWIND, unwound if on else None)
    register_callback(tool, HANDLED, handled if on else None)


def take():
    """Takes a tool id; those with a name of their own in the documentation come last. None where all are taken."""
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
    global tool
    number, tool = tool, None
    set_events(number, 0)
    for event in (UNWIND, HANDLED, START):
        register_callback(number, event, None)
    if LOCAL:
        for code in list(attended.values()):
            set_local_events(number, code, 0)
    free_tool(number)


def install():
    take()
    if tool is None:
        return

    def get_tool(tool_id, /):
        return None if tool_id == tool and tool is not None else name_of(tool_id)

    def use_tool_id(tool_id, name, /):
        if tool_id == tool and tool is not None:  # somebody wants this very number
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
