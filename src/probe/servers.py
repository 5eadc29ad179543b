"""Keeps the exceptions that a tested server answers or swallows, so that no test sees them. The parts that
frameworks.py loads know the names of the frameworks' classes.

A Sight is one exception of one request, described where it was first seen, which is nearest to where it was raised. It
is written when the request ends. If the client passes the exception on to the test, the Sight is dropped, because the
exception is not hidden then. Nothing keeps the exception itself."""

chains, record = kit.part("chains"), kit.part("record")
requests, answers, failures = kit.part("requests"), kit.part("answers"), kit.part("failures")
answer, deliberate, status_for = answers.answer, answers.deliberate, answers.status_for
active, find, nearest = requests.active, requests.find, requests.nearest
begin, enter, identify, moved = requests.begin, requests.enter, requests.identify, requests.moved
# If this is True, clients are made to raise the exceptions that the server would answer.
raising = kit.config.get("server_exceptions") == "raise"
LIMIT = 200  # At most about this many sights are kept in one phase.

loose = []  # These sights belong to no request, and are written at the end of the phase.
# These are the (identity, mark) of the sights that were written last, because a server may log an exception after that.
recent = []
count = 0  # Counts the sights of this phase.


class Sight:
    """One exception that was seen on its way. `done` says that it was written, or will not be. `meant` says that it is
    an answer that was raised on purpose. `raised` says that the client was made to raise it. `request` is [method,
    path, status]."""

    def __init__(self, error, hook):
        self.error, self.mark, self.family = id(error), mark(error), kin(error)
        self.chain = chains.describe(error, strict=True)
        self.hook, self.handled, self.request = hook, None, None
        self.node, self.phase = kit.node, kit.phase
        self.done = self.raised = self.meant = False
        if kit.monitoring is not None:
            kit.monitoring.claim(error)  # One record of the exception is enough.


def kin(error):
    """Returns the identities of this exception and of all exceptions that it came from or holds."""
    return {id(one) for one in failures.family(error)}


def mark(error):
    """Returns what stays the same of an exception while it travels. Its identity alone is not enough, because a newer
    exception may have got it."""
    trace = chains.TRACEBACK(error)
    for _ in range(100000):
        if trace is None or trace.tb_next is None:
            break
        trace = trace.tb_next
    return type(error).__name__, trace and (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def saw(error, hook, scope=None, handler=None, request=None):
    """Notes an exception that passes by. Returns its Sight, or None if it is not recorded.

    `handler` is the function that will answer it, if that is known. `request` (method, path, status) is given if the
    exception may belong to a request whose beginning was not seen."""
    try:
        if not issubclass(type(error), Exception) or count > LIMIT:
            return None
        within = find(scope) or nearest()
        sight = known(error, kin(error))
        if sight is None:
            sight = new_sight(error, hook, within)
            if sight is None:
                return None
        elif sight.hook == "logging" and hook != "logging":  # The exception was logged first and then raised further.
            sight.hook, sight.handled = hook, None
            if within and sight in loose:
                loose.remove(sight)
                within.sights.append(sight)
        if handler is not None and sight.handled is None:
            sight.handled = place_of(handler)
        if request is not None and within is None and sight.request is None:
            sight.request = list(request)
        return sight
    except Exception:
        kit.trouble("servers.saw")


def new_sight(error, hook, within):
    """Returns the Sight of an exception that was not seen before, in the request `within`. Returns None for a redirect
    and for an answer of the framework's own."""
    global count
    meant = deliberate(error)
    if meant and answer(error) < 400:
        return None
    sight = Sight(error, hook)
    sight.meant = meant
    if meant and not any([frame[4] == "p" for frame in sight.chain[0]["frames"]]):
        return None
    count += 1
    (within.sights if within else loose).append(sight)
    if raising and within and within.error is None and not meant:
        within.error = error
    return sight


def saw_unhandled(error, hook, owner):
    """Notes an exception that nobody took. The function `owner` of Python or of pytest dealt with it. The exception
    belongs to no request."""
    global count
    if count > LIMIT or seen(error):
        return
    count += 1
    sight = Sight(error, hook)
    sight.handled = place_of(owner)
    loose.append(sight)


def handled(error, handler):
    """Notes that `handler` has answered an exception that was seen before. If several handlers do so, the first one
    counts."""
    try:
        if error is not None:
            sight = known(error, (id(error),))
            if sight is not None and sight.handled is None:
                sight.handled = place_of(handler)
    except Exception:
        kit.trouble("servers.handled")


def all_sights():
    """Returns all sights that were not written yet at the end of a request or of a phase."""
    return [sight for request in active for sight in request.sights] + loose


def seen(error):
    """Returns True if a sight of this exception has still to be written."""
    return any([sight.error == id(error) and not sight.done for sight in all_sights()])


def part_of_known(error):
    """Returns True if this exception, or one that it came from, was seen before."""
    if (id(error), mark(error)) in recent:
        return True
    family = kin(error)
    return any([sight.error in family and not sight.done for sight in all_sights()])


def known(error, family):
    """Returns the sight of this exception, or None if it was not seen before. The sights of what it came from are
    dropped, because its own chain holds all of that."""
    own = mark(error)
    for sight in all_sights():
        if sight.error == id(error) and sight.mark == own or is_group(error) and sight.error in family:
            return sight
        if sight.error in family and sight.error != id(error):
            sight.done = True
    return None


def is_group(error):
    """Returns True for an exception group, including that of the backport."""
    if type(error).__name__ == "ExceptionGroup":
        return True
    return any([base.__name__ == "BaseExceptionGroup" for base in type(error).__mro__])


def place_of(function):
    """Returns the frame of the place where a function begins. It looks through wrappers, methods and partials. Returns
    None if the function is not written in Python."""
    for _ in range(5):
        if hasattr(function, "__code__"):
            if function.__code__.co_filename.startswith("<testskew>"):
                function = getattr(function, "__wrapped__", function)
            return chains.frame(function.__code__, function.__code__.co_firstlineno)
        inner = getattr(function, "__func__", None) or getattr(function, "func", None)
        # The function itself is wanted here, and not whether the object can be called.
        function = inner or getattr(type(function), "__call__", None)  # noqa: B004
    return None


def leave(request, status):
    """Ends a request that was answered. If clients are to raise, it raises the exception that the server answered with
    a 5xx."""
    if request is None:
        return
    if type(status) is int:
        request.status = status
    error, request.error = request.error, None
    raises = raising and error is not None and request.status >= 500
    for sight in request.sights:
        if raises and sight.error == id(error):
            sight.raised = True
    end(request, None)
    if raises:
        raise error


def end(request, error):
    """Ends a request. `error` is the exception that leaves it, or None if it was answered."""
    try:
        if request is None:
            return
        if request in active:
            active.remove(request)
        to_test = error is not None and request.raises
        for sight in request.sights:
            if to_test and id(error) in sight.family | {sight.error} and not raising:
                sight.done = True
            if to_test and sight.error in kin(error):
                sight.done = not raising
                sight.raised = raising
            sight.request = sight.request or [request.method, request.path, request.status]
        if error is not None and not request.raises and active:
            nearest().sights.extend(request.sights)  # The exception is still on its way out through an outer request.
        else:
            for sight in request.sights:
                write(sight)
    except Exception:
        kit.trouble("servers.end")


def finish_phase(failure):
    """Writes what has waited for the end of the phase, except the exceptions that the test itself failed with
    (failures.py)."""
    global count
    count = 0
    del recent[:]
    if not loose and not active:
        return
    for sight in loose:
        if not belongs(sight, failure):
            write(sight)
    del loose[:]
    for request in active[:]:
        for sight in request.sights:
            if not sight.done and not belongs(sight, failure):
                sight.request = sight.request or [request.method, request.path, request.status]
                write(sight)
        del request.sights[:]
        if len(active) > 100:
            active.remove(request)


def belongs(sight, failure):
    """Returns True if the test failed with this very exception, or if an earlier attempt did."""
    if failure is None:
        return False
    first = sight.chain[0]
    return failure.holds(sight.error, first["type"], first["message"], sight.mark[1], True)


def write(sight):
    """Writes the `server` record of a sight once."""
    if sight.done:
        return
    sight.done = True
    recent.append((sight.error, sight.mark))
    del recent[:-20]
    if sight.meant and not (sight.request and sight.request[2] >= 400):
        return  # It is an answer that was never given.
    line = {"t": "server", "id": sight.node, "phase": sight.phase, "hook": sight.hook, "request": None}
    line.update(chain=sight.chain, handled=sight.handled)
    if sight.request:
        line["request"] = {"method": sight.request[0], "path": sight.request[1], "status": sight.request[2]}
    if sight.raised:
        line["raised"] = True
    record.say(line)
