"""Exceptions that somebody handled and no test saw, by sys.monitoring (3.12 and later).

Two events are enough: PY_UNWIND, when an exception leaves a frame, and EXCEPTION_HANDLED, when a handler begins
(`finally` and `with` begin handlers as well, and raise it on). At both the traceback already ends in this frame. Where
an exception was seen last, there it was swallowed.

A flight (flights.py) is one exception on its way through the project. It begins when an exception leaves a frame of the
project, or is handled in one. What never touches the project is passed over by the two callbacks, and that is nearly
everything."""

chains, record, paths = kit.part("chains"), kit.part("record"), kit.part("paths")
flights, tools = kit.part("flights"), kit.part("monitoring_tool")
kinds, attend, listen, LOCAL = tools.kinds, tools.attend, tools.listen, tools.LOCAL
begin, goes_on, further_out = flights.begin, flights.goes_on, flights.further_out
TRACEBACK = chains.TRACEBACK
repeat = kit.borrow("itertools").repeat
KEPT = 50  # records of one test
KEPT_EARLY = 200  # records of the session's collection
OFTEN = 100  # what was seen so often in the same way is described no more, but counted
EVENTS = 50000  # of one phase; then nothing more is looked at until the next
EVERYTHING = kit.config.get("monitoring") == "all"  # passing tests too
MACHINES = tuple(
    "_pytest pytest pluggy hypothesis xdist _hypothesis_pytestplugin pytest_asyncio unittest doctest".split()
)

live = {}  # id(exception) -> Flight
found = {}  # of the running test: (where raised, where handled, type) -> Flight
early = {}  # likewise of collection: written when the first test does not pass
ways = {}  # how often a frame was left in the same way in this phase
left_out = 0  # how many flights of this test are not kept
budget = repeat(False, EVENTS)  # gives False so often in this phase; counting a global down would cost far more
tripped = ""  # the phase in which there were too many events
machines = {}  # file name -> whether it belongs to what runs tests


def install():
    """Begins to listen. Without effect if all tool ids are taken."""
    tools.install(unwound, handled)


# The two callbacks are called for every exception of every library, so they only look whose it is.


def handled(code, offset, error):
    if kinds[code.co_filename] or live and id(error) in live or next(budget, True):
        touch(code, offset, error, True)


def unwound(code, offset, error):
    if kinds[code.co_filename] or live and id(error) in live or next(budget, True):
        touch(code, offset, error, False)


def touch(code, offset, error, is_handled):
    """An exception is handled in, or leaves, a frame of the project; or it has a flight; or there were too many
    events."""
    try:
        if next(budget, True):
            trip()
            return
        if not isinstance(error, Exception) or isinstance(error, (StopIteration, StopAsyncIteration)):
            return
        trace = TRACEBACK(error)
        if trace is not None:
            follow(code, offset, error, trace, is_handled)
    except RecursionError:  # hardly any stack is left: the test is about to see that itself
        live.pop(id(error), None)
    except Exception as trouble:
        if foreign(trouble):
            raise
        kit.trouble("monitoring")


def follow(code, offset, error, trace, is_handled):
    """Takes the flight of an exception on to this frame, or begins one."""
    number = id(error)
    flight = live.get(number)
    if flight is not None:
        if flight.kind != id(type(error)) or not goes_on(flight, trace, code, offset, is_handled):
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
        if back is not None:  # if nothing more is seen of it, C code that was called from there has swallowed it
            flight.caller = (back.f_code, back.f_lasti)
            if LOCAL:
                attend(back.f_code)


def often(code, offset, error, trace, is_handled):
    """True if this was seen so many times in this phase that it is only counted. Nothing is lost of an exception that
    goes another way then: a flight may begin anywhere, as the traceback has all of it."""
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
    """True for an exception that is no fault of the probe: a signal's handler raised it, and it is the session's."""
    trace = TRACEBACK(error)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and not trace.tb_frame.f_code.co_filename.startswith("<testskew>")


def spend(steps):
    """Walking through a long traceback counts as events, too."""
    global budget
    budget = repeat(False, max(budget.__length_hint__() - steps // 10, 0))


def settle(flight):
    """A flight has ended where it was seen last. Of too many in one test the first and the last are kept."""
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
    if len(found) > KEPT:
        left_out += 1
        del found[next_key(found, KEPT // 2)]


def next_key(mapping, position):
    """The key at a position of a dictionary."""
    for number, key in enumerate(mapping):
        if number == position:
            return key
    return None


def boring(flight):
    """True for what nobody wants to read of."""
    if flight.type.partition(".")[0] in MACHINES:
        return True
    if flight.handled:
        return machine(flight.code.co_filename)
    # By an AttributeError `__getattr__` says that there is no such attribute, and C code that asks takes it for an
    # answer.
    return flight.type == "AttributeError" and flight.code.co_name in ("__getattr__", "__getattribute__")


def machine(name):
    """True for a file of what runs tests. What is handled there is the test's own outcome, or was expected."""
    value = machines.get(name)
    if value is None:
        path = paths.place(name)[0]
        parts = path.split("/")
        value = machines[name] = (
            parts[0] in ("<site>", "<stdlib>") and len(parts) > 1 and parts[1].partition(".")[0] in MACHINES
        )
    return value


def claim(error):
    """Another part has a record of this exception, so none is needed here."""
    flight = live.get(id(error))
    if flight is not None:
        flight.claimed = True


def trip():
    """There were too many events: nothing more is looked at in this phase. Nobody knows where what is on its way will
    end."""
    global tripped
    tripped = kit.phase or "?"
    listen(False)
    for flight in list(live.values()):
        if flight.handled:
            settle(flight)
    live.clear()


def rearm():
    """A new phase has its own budget."""
    global budget, tripped
    budget = repeat(False, EVENTS)
    if tripped:
        tripped = ""
        listen(True)


def begin_test():
    """Forgets what was found in the test before."""
    global left_out
    found.clear()
    left_out = 0


def end_phase(node, phase, error, bad):
    """A phase is over. `error` is what it ended with, or None; `bad` says that it did not pass."""
    if live:
        land(error)
    ways.clear()
    was = tripped
    rearm()
    if not (bad or EVERYTHING):
        return
    if bad and early:
        write(early)
    write(found)
    say_cut(node, phase, bool(was))
    record.flush()


def land(error):
    """Ends all flights, but not those of the failure itself and of what it came from: these are not swallowed."""
    family = kit.servers.kin(error) if error is not None else ()
    for number, flight in list(live.items()):
        if number not in family:
            settle(flight)
    live.clear()
    if family:
        for key, flight in list(found.items()):
            if flight.number in family and flights.same_origin(error, flight):
                del found[key]


def write(kept):
    """Writes flights, and forgets them."""
    for flight in list(kept.values()):
        kit.part("flight_records").write(flight)
    kept.clear()


def say_cut(node, phase, too_many):
    """Says what is missing of this phase, if anything is."""
    global left_out
    if too_many or left_out:
        line = {"t": "cut", "id": node, "phase": phase, "hook": "monitoring", "events": too_many, "records": left_out}
        record.later(record.encode(line) + "\n")
        left_out = 0


def end_collect(node, bad):
    """A module has been collected. What was swallowed there waits for the first test that does not pass."""
    end_phase(node, "collect", None, False)
    if bad:
        write(found)
    for key, flight in list(found.items()):
        if len(early) < KEPT_EARLY:
            early.setdefault(key, flight)
    begin_test()
