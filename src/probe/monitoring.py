"""Finds exceptions that were handled before a test could see them, with sys.monitoring (3.12 and later).

Two events are enough: PY_UNWIND, when an exception leaves a frame, and EXCEPTION_HANDLED, when a handler begins
(`finally` and `with` begin handlers as well, and raise the exception again). At both events the traceback already ends
in this frame. An exception was swallowed at the place where it was last seen.

A flight (flights.py) is one exception on its way through the project. It begins when an exception leaves a frame of the
project or is handled in one. Nearly all exceptions never touch the project, and the two callbacks pass over them."""

chains, record, paths = kit.part("chains"), kit.part("record"), kit.part("paths")
flights, tools, failures = kit.part("flights"), kit.part("monitoring_tool"), kit.part("failures")
kinds, attend, listen, LOCAL = tools.kinds, tools.attend, tools.listen, tools.LOCAL
begin, goes_on, further_out = flights.begin, flights.goes_on, flights.further_out
TRACEBACK = chains.TRACEBACK
repeat = kit.borrow("itertools").repeat
thread_count = kit.borrow("_thread")._count  # It does not count the main thread.
KEPT = 50  # At most this many records are kept for one test.
KEPT_EARLY = 200  # At most this many records are kept for the collection of a session.
OFTEN = 100  # After this many times, what is seen again in the same way is counted but no longer described.
EVENTS = 50000  # After this many events in one phase, nothing more is looked at until the next phase.
EVERYTHING = kit.config.get("monitoring") == "all"  # This is True if passing tests are recorded, too.

live = {}  # Maps id(exception) to its Flight.
found = {}  # Maps (where raised, where handled, type) to a Flight, for the running test.
early = {}  # The same for collection. It is written when the first test does not pass.
ways = {}  # Counts how often a frame was left in the same way in this phase.
left_out = 0  # This many flights of this test are not kept.
# It yields False this many times in each phase. Decrementing a global would cost far more.
budget = repeat(False, EVENTS)
paused = False  # This is True from the end of a phase that has passed to the next phase.
tripped = ""  # This is the phase in which there were too many events.


def install():
    """Begins to listen. It has no effect if all tool ids are taken."""
    tools.install(unwound, handled)


# The two callbacks are called for every exception of every library, so they only look whose exception it is. Where
# hardly any stack is left, they fail, and what they raise would take the place of the exception. Where not even a
# callback's own frame fits, Python does that, but then the exception is what the test's next call would have met.


def handled(code, offset, error):
    try:
        if kinds[code.co_filename] or live and id(error) in live or next(budget, True):
            touch(code, offset, error, True)
    except RecursionError:
        pass


def unwound(code, offset, error):
    try:
        if kinds[code.co_filename] or live and id(error) in live or next(budget, True):
            touch(code, offset, error, False)
    except RecursionError:
        pass


def pause():
    """Stops listening until the next phase, because pytest works by exceptions between two phases. It goes on listening
    if another thread runs, since an exception may be on its way there."""
    global paused
    if not paused and not thread_count():
        paused = True
        quietly(False)


def resume():
    """Listens again."""
    global paused
    if paused:
        paused = False
        quietly(True)


def quietly(on):
    try:
        listen(on)
    except Exception:  # There is no tool id, or an audit hook of a test refuses the call.
        pass


def touch(code, offset, error, is_handled):
    """Handles an event that matters: the exception is handled in a frame of the project, or leaves one, or has a
    flight, or there were too many events."""
    try:
        if next(budget, True):
            trip()
            return
        # isinstance() may ask the exception for its __class__, which is the project's code.
        kind = type(error)
        if not issubclass(kind, Exception) or issubclass(kind, (StopIteration, StopAsyncIteration)):
            return
        trace = TRACEBACK(error)
        if trace is not None:
            follow(code, offset, error, trace, is_handled)
    except RecursionError:  # Hardly any stack is left, and the test is about to see that itself. id() may need a frame,
        live.pop(id(error), None)  # too, as it calls the audit hooks.
    except Exception as trouble:
        if foreign(trouble):
            raise
        kit.trouble("monitoring")


def follow(code, offset, error, trace, is_handled):
    """Takes the flight of an exception on to this frame, or begins a flight."""
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
        # If the exception is not seen again, C code that was called from this frame has swallowed it.
        if back is not None:
            flight.caller = (back.f_code, back.f_lasti)
            if LOCAL:
                attend(back.f_code)


def often(code, offset, error, trace, is_handled):
    """Returns True if this was seen so many times in this phase that it is only counted from now on. Nothing is lost if
    the exception then goes another way: a flight may begin anywhere, because the traceback holds the whole way."""
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
    """Returns True for an exception that is no fault of the probe. A signal handler has raised it, so it belongs to the
    session."""
    trace = TRACEBACK(error)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and not trace.tb_frame.f_code.co_filename.startswith("<testskew>")


def spend(steps):
    """Charges the budget for walking through a long traceback."""
    global budget
    budget = repeat(False, max(budget.__length_hint__() - steps // 10, 0))


def settle(flight):
    """Ends a flight at the place where it was last seen. If one test has too many, the first and the last of them are
    kept."""
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
    """Returns the key at a position of a dictionary."""
    for number, key in enumerate(mapping):
        if number == position:
            return key
    return None


def boring(flight):
    """Returns True for a flight that nobody wants to read about."""
    if flight.type.partition(".")[0] in failures.MACHINES or failures.no_mishap(flight.type, flight.text):
        return True
    if flight.handled:
        return failures.machine(paths.place(flight.code.co_filename)[0])
    # An AttributeError from `__getattr__` says that there is no such attribute. C code that asks for the attribute
    # takes it as an answer.
    return flight.type == "AttributeError" and flight.code.co_name in ("__getattr__", "__getattribute__")


def claim(error):
    """Notes that another part records this exception, so that no record is needed here."""
    flight = live.get(id(error))
    if flight is not None:
        flight.claimed = True


def trip():
    """Stops looking until the end of this phase, because there were too many events. It is then unknown where the
    exceptions on their way will end."""
    global tripped
    tripped = kit.phase or "?"
    listen(False)
    for flight in list(live.values()):
        if flight.handled:
            settle(flight)
    live.clear()


def begin_test():
    """Forgets what was found in the test before."""
    global left_out
    resume()
    found.clear()
    left_out = 0


def end_phase(node, phase, failure, bad):
    """Ends a phase. `failure` is what it ended with (failures.py), or None. `bad` says that the phase did not pass."""
    global budget, tripped
    if live or failure is not None:
        land(failure)
    ways.clear()
    was, tripped = tripped, ""
    budget = repeat(False, EVENTS)  # A new phase has its own.
    if was and not paused:
        listen(True)
    if not (bad or EVERYTHING):
        return
    if bad and early:
        write(early)
    write(found)
    say_cut(node, phase, bool(was))
    record.flush()


def land(failure):
    """Ends all flights. The flights of the failure itself, and of what it came from, are dropped, because these
    exceptions were not swallowed."""
    for number, flight in list(live.items()):
        if failure is None or number not in failure.numbers:
            settle(flight)
    live.clear()
    if failure is not None and found:
        line_of = kit.part("flight_records").line_of
        for key, flight in list(found.items()):
            code, offset = flight.inner[:2]
            place = (code.co_filename, line_of(code, offset))
            outside = not flight.handled or paths.place(flight.code.co_filename)[1] != "p"
            if failure.holds(flight.number, flight.type, flight.text, place, outside):
                del found[key]


def write(kept):
    """Writes flights and forgets them."""
    for flight in list(kept.values()):
        kit.part("flight_records").write(flight)
    kept.clear()


def say_cut(node, phase, too_many):
    """Writes what is missing from the records of this phase, if anything is."""
    global left_out
    if too_many or left_out:
        line = {"t": "cut", "id": node, "phase": phase, "hook": "monitoring", "events": too_many, "records": left_out}
        record.later(record.encode(line) + "\n")
        left_out = 0


def end_collect(node, bad):
    """Ends the collection of a module. What was swallowed there waits for the first test that does not pass."""
    end_phase(node, "collect", None, False)
    if bad:
        write(found)
    for key, flight in list(found.items()):
        if len(early) < KEPT_EARLY:
            early.setdefault(key, flight)
    begin_test()
