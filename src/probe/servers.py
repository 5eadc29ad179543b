"""Exceptions that a tested server answers or swallows, where no test sees them. This part knows requests and exceptions; what a
framework's classes are called stands in one file per family (FAMILIES). Outcomes stay as they are: exceptions pass through unchanged.

A Sight is one exception of one request, described where it was first seen, nearest to where it was raised. It is written when the request
ends, and dropped where the client hands the exception on to the test: then it is not hidden. Nothing keeps the exception itself."""
import sys

chains, record = kit.part("chains"), kit.part("record")
raising = kit.config.get("server_exceptions") == "raise"
KEEPS_TRIMMED = sys.version_info >= (3, 11)     # there a bare `raise` takes the traceback as it was left
LIMIT = 200                                     # sights a phase

FAMILIES = {    # module to attend to -> the part that knows it; its `patch(module)` is called after each execution of the module
    "starlette.testclient": "server_starlette",
    "starlette._exception_handler": "server_starlette",
    "starlette.exceptions": "server_starlette",
    "starlette.middleware.errors": "server_starlette",
    "starlette.middleware.exceptions": "server_starlette",
    "httpx._transports.asgi": "server_httpx",
    "httpx2._transports.asgi": "server_httpx",
    "logging": "server_logging",
}

active = []         # requests under way, the latest last
loose = []          # sights of no request: written at the end of the phase
count = 0


class Sight:
    def __init__(self, error, hook):
        self.error, self.family = id(error), kin(error)
        self.chain = chains.describe(error, strict=True)
        self.hook, self.handled, self.request = hook, None, None
        self.node, self.phase, self.done, self.raised = kit.node, kit.phase, False, False
        if kit.monitoring is not None:
            kit.monitoring.claim(error)     # one record is enough


class Request:
    def __init__(self, scope, raises):
        self.scope, self.method, self.path, self.status = id(scope), "", "", 0
        self.raises, self.sights, self.error = raises, [], None
        self.method = str(scope.get("method", "")) or str(scope.get("type", "")).upper()
        self.path = str(scope.get("path", ""))


def install():
    for name, part in FAMILIES.items():
        kit.part("imports").after(name, lambda module, part=part: kit.part(part).patch(module))


def kin(error):
    """The identities of the exceptions that this one came from or holds."""
    found, queue = set(), [error]
    while queue and len(found) < 50:
        error = queue.pop()
        if id(error) not in found:
            found.add(id(error))
            queue.extend([other for other, _ in chains.links(error)])
    return found


def trim(error):
    """Called in the except block before a bare raise: takes the probe's own frame out of the traceback (3.11 and later)."""
    trace = error.__traceback__
    if KEEPS_TRIMMED and trace is not None and trace.tb_next is not None:
        error.__traceback__ = trace.tb_next


def deliberate(error):
    """A 4xx that the project raised on purpose, with nothing behind it."""
    status = getattr(error, "status_code", None)
    if type(status) is not int or status >= 500:
        return False
    named = [base for base in type(error).__mro__ if base.__name__ == "HTTPException" and base.__module__.startswith("starlette")]
    return bool(named) and not chains.links(error)


def find(scope):
    for request in active:
        if request.scope == id(scope):
            return request
    return None


def begin(scope, raises=False):
    """A request enters; None where it is part of one that is known already, or no request at all."""
    try:
        if scope.get("type") not in ("http", "websocket") or find(scope) is not None:
            return None
        request = Request(scope, raises or scope["type"] == "websocket")
        active.append(request)
        return request
    except Exception:
        kit.trouble("servers.begin")


def saw(error, hook, scope=None, handler=None):
    """An exception comes by. `handler` is the function that will answer it, where known."""
    global count
    try:
        if not isinstance(error, Exception) or deliberate(error) or count > LIMIT:
            return
        request = (find(scope) if scope is not None else None) or (active[-1] if active else None)
        sights = request.sights if request else loose
        family = kin(error)
        sight = None
        for old in [old for each in active for old in each.sights] + loose:
            if old.error == id(error) or (is_group(error) and old.error in family):
                sight = old
                break
            if old.error in family:         # raised anew from it: one failure, and the new chain has it all
                old.done = True
        if sight is None:
            count += 1
            sight = Sight(error, hook)
            sights.append(sight)
            if raising and request and request.error is None:
                request.error = error
        elif sight.hook == "logging":       # logged first, then raised on
            sight.hook, sight.handled = hook, None
            if request and sight in loose:
                loose.remove(sight)
                sights.append(sight)
        if handler is not None and sight.handled is None:
            sight.handled = place_of(handler)
    except Exception:
        kit.trouble("servers.saw")


def is_group(error):
    return any([base.__name__ == "BaseExceptionGroup" for base in type(error).__mro__]) or type(error).__name__ == "ExceptionGroup"


def place_of(function):
    for _ in range(5):
        if hasattr(function, "__code__"):
            return chains.frame(function.__code__, function.__code__.co_firstlineno)
        function = getattr(function, "__func__", None) or getattr(function, "func", None) or getattr(type(function), "__call__", None)
    return None


def end(request, error):
    """A request ends, `error` leaving it (None: it was answered)."""
    try:
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
            active[-1].sights.extend(request.sights)        # still on its way out through an outer one
        else:
            for sight in request.sights:
                write(sight)
    except Exception:
        kit.trouble("servers.end")


def write(sight):
    if sight.done:
        return
    sight.done = True
    line = {"t": "server", "id": sight.node, "phase": sight.phase, "hook": sight.hook, "request": None, "chain": sight.chain,
            "handled": sight.handled}
    if sight.request:
        line["request"] = {"method": sight.request[0], "path": sight.request[1], "status": sight.request[2]}
    if sight.raised:
        line["raised"] = True
    record.say(line)


def finish_phase(error):
    """At the end of a phase: what has waited is written, except what the test itself failed with."""
    global count
    count = 0
    if not loose and not active:
        return
    family = kin(error) if error is not None else ()
    for sight in loose:
        if sight.error not in family:
            write(sight)
    del loose[:]
    for request in active[:]:
        for sight in request.sights:
            if not sight.done and sight.error not in family:
                sight.request = sight.request or [request.method, request.path, request.status]
                write(sight)
        del request.sights[:]
        if len(active) > 100:
            active.remove(request)


def watched(app, hook, raises):
    """An ASGI app that does what `app` does, its requests recorded: for test clients."""
    async def watched_app(scope, receive, send):
        request = begin(scope, raises)
        if request is None:
            return await app(scope, receive, send)

        async def sender(message):
            if message.get("type") == "http.response.start":
                request.status = message.get("status", 0)
            await send(message)

        try:
            await app(scope, receive, sender)
        except BaseException as error:
            saw(error, hook, scope)
            trim(error)
            end(request, error)
            raise
        error, request.error = request.error, None
        end(request, None)
        if raising and error is not None and request.status >= 500:
            raise error

    return watched_app


def copy_with(owner, **changes):
    """A shallow copy with some attributes changed: the original object is never touched, so threads may share it."""
    twin = object.__new__(type(owner))
    twin.__dict__.update(owner.__dict__)
    twin.__dict__.update(changes)
    return twin


def replace(owner, name, function):
    """Puts `function` in the place of owner.name, looking like it. Twice in the same place is once."""
    original = owner.__dict__[name] if isinstance(owner, type) else getattr(owner, name)
    if getattr(original, "__code__", None) is function.__code__:
        return
    for attribute in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(function, attribute, getattr(original, attribute, None))
    function.__wrapped__ = original
    setattr(owner, name, function)
