"""Follows exceptions on their way through the project, as sys.monitoring reports them (monitoring.py). It keeps texts,
code objects and offsets, but never the exception itself."""

chains, messages, record = kit.part("chains"), kit.part("messages"), kit.part("record")
TRACEBACK, ARGS = chains.TRACEBACK, messages.ARGS
DICT = BaseException.__dict__["__dict__"].__get__
PLAIN_STR = BaseException.__str__
TEXT = 4000  # A message is cut to this many characters.
FRAMES = 100  # This many frames are kept at either end of a traceback.
ANSWERS = kit.part("answers").NAMES


class Flight:
    """One exception on its way. A frame is a pair (code, offset), and a list of frames begins with the outermost one.

    `frames` are the frames of the traceback when the flight began, and `inner` is the frame that raised. `outer` are
    the frames that the exception came through since then, the nearest first. `head` is the identity of the first entry
    of the traceback. `first` is the event with which the flight began; `code`, `offset` and `handled` are the latest
    event. `caller` is the frame that called the one which the exception has left. `claimed` is True if another record
    describes the exception. `links` are the exceptions that it came from, and `names` are the names of its classes."""

    __slots__ = tuple(
        "number kind type text names links frames inner outer head first code offset handled caller".split()
        + "claimed times node phase request cut".split()
    )


def begin(error, trace):
    """Returns the flight of an exception that is seen for the first time."""
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
    flight.links = links_of(error, flight, {id(error)})
    if not ANSWERS.isdisjoint(flight.names) and kit.servers.deliberate(error):
        flight.claimed = True  # It is an answer and not a mishap.
    return flight


def text_of(error, kind):
    """Returns the message of an exception. There is a short way for the kind of exception that nearly all of them
    are."""
    if type.__getattribute__(kind, "__str__") is PLAIN_STR and "__notes__" not in DICT(error):
        args = ARGS(error)
        if not args:
            return ""
        if len(args) == 1 and type(args[0]) is str:
            return record.cap(args[0], TEXT)
    return record.cap(chains.message(error, True), TEXT)


def frames_of(trace):
    """Returns the frames of a traceback, the place that raised as (code, offset, identity of the entry), and whether
    frames were left out."""
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
    kit.monitoring.spend(steps)
    return frames, (trace.tb_frame.f_code, trace.tb_lasti, id(trace)), cut


def links_of(error, flight, seen):
    """Returns what an exception came from, as tuples (type, text, link, frames, cut). The flight of such an exception
    ends if the exception has become this one. `seen` holds the identities of the exceptions that were already
    visited."""
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
        known = kit.monitoring.live.get(id(other))
        if known is not None and frames and known.inner[0] is frames[-1][0] and known.inner[1] == frames[-1][1]:
            known.claimed |= link != "context" or any([code is known.code for code, _ in flight.frames])
        lines.extend(links_of(other, flight, seen))
    return tuple(lines)


def goes_on(flight, trace, code, offset, is_handled):
    """Returns True if this is the exception that the flight has followed. A new exception may have got the same
    address."""
    after, head = trace.tb_next, flight.head
    if after is not None and id(after) == head and after.tb_frame.f_code is flight.code:
        return True  # The exception has come one frame further out.
    first = flight.first
    if first[0] is code and first[1] == offset and first[2] == is_handled:
        return False  # A new exception begins the same way.
    if id(trace) == head and flight.code is code:
        outermost = flight.outer[-1] if flight.outer else flight.frames[0]
        if trace.tb_lasti != outermost[1] and not flight.cut:
            return False  # The address of the traceback has been given to a new exception, too.
        # The exception is in the same frame again. If the same place handles it twice, it was raised twice.
        return not (is_handled and flight.handled and flight.offset == offset)
    return put_back(flight, trace)


def further_out(flight, trace):
    """Adds the frames that the traceback has gained since the last event. There are several if the exception came
    through frames that are not attended to."""
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
    """Returns True if the flight goes on with a traceback that begins elsewhere. This has two causes. contextlib and
    other code set a traceback back to an earlier state: it then begins at one of the frames that the flight came
    through, and ends where it ended before. And an exception that was stored somewhere comes back by another way,
    around frames that are not attended to."""
    last, code, offset, steps = trace, trace.tb_frame.f_code, trace.tb_lasti, 0
    while last.tb_next is not None:
        last, steps = last.tb_next, steps + 1
        if id(last) == flight.head and last.tb_frame.f_code is flight.code:
            return True
    kit.monitoring.spend(steps)
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
