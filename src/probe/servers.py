"""Exceptions that a tested server answers or swallows, where no test sees them. This part knows requests and exceptions; what a
framework's classes are called stands in one file per family (FAMILIES). Outcomes stay as they are: exceptions pass through unchanged.

A Sight is one exception of one request, described where it was first seen, nearest to where it was raised. It is written when the request
ends, and dropped where the client hands the exception on to the test: then it is not hidden. Nothing keeps the exception itself."""

import sys
from _thread import get_ident

chains, record = kit.part("chains"), kit.part("record")
raising = kit.config.get("server_exceptions") == "raise"
KEEPS_TRIMMED = sys.version_info >= (3, 11)  # there a bare `raise` takes the traceback as it was left
LIMIT = 200  # sights a phase

FAMILIES = {  # module to attend to -> the part that knows it; its `patch(module)` is called after each execution of the module
    "starlette.testclient": "server_starlette",
    "starlette._exception_handler": "server_starlette",
    "starlette.exceptions": "server_starlette",
    "starlette.middleware.errors": "server_starlette",
    "starlette.middleware.exceptions": "server_starlette",
    "httpx._transports.asgi": "server_httpx",
    "httpx._transports.wsgi": "server_httpx",
    "httpx2._transports.asgi": "server_httpx",
    "httpx2._transports.wsgi": "server_httpx",
    "django.core.handlers.exception": "server_django",
    "django.core.handlers.base": "server_django",
    "django.test.client": "server_django",
    "rest_framework.views": "server_django",
    "werkzeug.test": "server_werkzeug",
    "flask.app": "server_flask",
    "flask.sansio.app": "server_flask",
    "quart.app": "server_quart",
    "aiohttp.web_app": "server_aiohttp",
    "aiohttp.web_protocol": "server_aiohttp",
    "aiohttp.test_utils": "server_aiohttp",
    "litestar.middleware.exceptions.middleware": "server_litestar",
    "litestar.middleware._internal.exceptions.middleware": "server_litestar",
    "litestar.testing.transport": "server_litestar",
    "sanic.handlers": "server_sanic",
    "sanic.handlers.error": "server_sanic",
    "sanic.testing": "server_sanic",
    "sanic_testing.testing": "server_sanic",
    "click.testing": "server_click",
    "logging": "server_logging",
}
# Exceptions that are an answer: module prefix, class, what names its status (a number: it is always that).
ANSWERS = (
    ("starlette.", "HTTPException", "status_code"),
    ("werkzeug.", "HTTPException", "code"),
    ("rest_framework.", "APIException", "status_code"),
    ("django.", "Http404", 404),
    ("django.", "PermissionDenied", 403),
    ("django.", "SuspiciousOperation", 400),
    ("django.", "BadRequest", 400),
    ("django.", "MultiPartParserError", 400),
    ("aiohttp.", "HTTPException", "status_code"),
    ("litestar.", "HTTPException", "status_code"),
    ("sanic.", "SanicException", "status_code"),
    ("quart.", "HTTPException", "status_code"),
)

active = []  # requests under way, the latest last
loose = []  # sights of no request: written at the end of the phase
recent = []  # (identity, mark) of what was written last, as a server may log it only then
count = 0


class Sight:
    def __init__(self, error, hook):
        self.error, self.mark, self.family = id(error), mark(error), kin(error)
        self.chain = chains.describe(error, strict=True)
        self.hook, self.handled, self.request = hook, None, None
        self.node, self.phase, self.done, self.raised = kit.node, kit.phase, False, False
        if kit.monitoring is not None:
            kit.monitoring.claim(error)  # one record is enough
        self.meant = False  # an answer that was raised on purpose


class Request:
    """One request under way. `scope`: the identity of what the framework knows it by (an ASGI scope, a WSGI environ); `place`: the thread and task
    that made it; `raises`: what leaves it goes to the test; `error`: what is to be raised in its place, where that was asked for."""

    def __init__(self, method, path, raises, scope=None):
        self.method, self.path, self.status = method, path, 0
        self.scope, self.place = id(scope) if scope is not None else None, place()
        self.raises, self.sights, self.error = raises, [], None


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


def place():
    """The thread that runs, and the asyncio task."""
    task = None
    try:
        asyncio = sys.modules.get("asyncio")
        if type(asyncio) is type(sys) and asyncio._get_running_loop() is not None:
            task = id(asyncio.current_task())
    except Exception:
        pass
    return get_ident(), task


def mark(error):
    """What stays the same of an exception while it travels: its identity alone may be another one's by now."""
    trace = chains.TRACEBACK(error)
    for _ in range(100000):
        if trace is None or trace.tb_next is None:
            break
        trace = trace.tb_next
    return type(error).__name__, trace and (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def answer(error):
    """The status below 500 that a framework's own exception for answers stands for, None for all other exceptions."""
    try:
        for base in type(error).__mro__:
            for prefix, name, status in ANSWERS:
                if base.__name__ == name and base.__module__.startswith(prefix):
                    status = getattr(error, status, None) if type(status) is str else status
                    return int(status) if isinstance(status, int) and 0 < status < 500 else None
    except Exception:
        pass
    return None


def status_for(error):
    """What a server answers that knows no handler for it."""
    return answer(error) or 500


def behind(error):
    """Whether the project's code raised what this exception came from."""
    return any([frame[4] == "p" for part in chains.describe(error, strict=True)[1:] for frame in part["frames"]])


def deliberate(error):
    """An answer below 500 that was raised on purpose, with nothing of the project behind it."""
    return answer(error) is not None and not (chains.links(error) and behind(error))


def find(scope):
    for request in active:
        if scope is not None and request.scope == id(scope):
            return request
    return None


def nearest():
    """The request that what runs now belongs to: the latest of this task, of this thread, of all."""
    if len(active) < 2:
        return active[-1] if active else None
    here = place()
    for same in (lambda request: request.place == here, lambda request: request.place[0] == here[0]):
        found = [request for request in active if same(request)]
        if found:
            return found[-1]
    return active[-1]


def begin(scope, raises=False):
    """An ASGI request enters; None where it is part of one that is known already, or no request at all."""
    try:
        if scope.get("type") not in ("http", "websocket") or find(scope) is not None:
            return None
        return enter(
            str(scope.get("method", "")) or str(scope["type"]).upper(),
            str(scope.get("path", "")),
            scope,
            raises or scope["type"] == "websocket",
        )
    except Exception:
        kit.trouble("servers.begin")


def enter(method, path, scope=None, raises=True):
    """A request enters. `scope`: what the framework will know it by, where that is known; `raises`: an exception that leaves it goes to the test."""
    try:
        request = Request(str(method), str(path), raises, scope)
        active.append(request)
        return request
    except Exception:
        kit.trouble("servers.enter")


def identify(scope):
    """The request that entered last, here, is from now on known by `scope`."""
    try:
        request = nearest()
        if request is not None and request.scope is None and request.place == place():
            request.scope = id(scope)
    except Exception:
        kit.trouble("servers.identify")


def moved(scope):
    """The request that is known by `scope` goes on in the task that runs now."""
    try:
        request = find(scope)
        if request is not None:
            request.place = place()
    except Exception:
        kit.trouble("servers.moved")


def leave(request, status):
    """A request was answered. Raises what the server answered with a 5xx, where that was asked for."""
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


def saw(error, hook, scope=None, handler=None, request=None):
    """An exception comes by. `handler` is the function that will answer it, where known; `request` (method, path, status) is said where the exception
    may belong to no request that was seen to enter."""
    global count
    try:
        if not isinstance(error, Exception) or count > LIMIT:
            return
        within = find(scope) or nearest()
        sights = within.sights if within else loose
        family = kin(error)
        sight = known(error, family)
        if sight is None:
            meant = deliberate(error)
            if meant and answer(error) < 400:
                return
            sight = Sight(error, hook)
            sight.meant = meant
            if meant and not any([frame[4] == "p" for frame in sight.chain[0]["frames"]]):
                return  # the framework's own answer
            count += 1
            sights.append(sight)
            if raising and within and within.error is None and not meant:
                within.error = error
        elif sight.hook == "logging" and hook != "logging":  # logged first, then raised on
            sight.hook, sight.handled = hook, None
            if within and sight in loose:
                loose.remove(sight)
                sights.append(sight)
        if handler is not None and sight.handled is None:
            sight.handled = place_of(handler)
        if request is not None and within is None and sight.request is None:
            sight.request = list(request)
        return sight
    except Exception:
        kit.trouble("servers.saw")


def handled(error, handler):
    """`handler` has answered an exception that was seen before; the first one counts."""
    try:
        if error is not None:
            sight = known(error, (id(error),))
            if sight is not None and sight.handled is None:
                sight.handled = place_of(handler)
    except Exception:
        kit.trouble("servers.handled")


def part_of_known(error):
    """Whether this exception, or one that it came from, was seen before."""
    family = kin(error)
    if (id(error), mark(error)) in recent:
        return True
    return any([old.error in family for each in active for old in each.sights if not old.done]) or any(
        [old.error in family for old in loose if not old.done]
    )


def known(error, family):
    """The sight of this exception, if it was seen before. What it came from is no sight of its own any more: its chain has it all."""
    found, own = None, mark(error)
    for old in [old for each in active for old in each.sights] + loose:
        if old.error == id(error) and old.mark == own or is_group(error) and old.error in family:
            found = old
            break
        if old.error in family and old.error != id(error):
            old.done = True
    return found


def is_group(error):
    return (
        any([base.__name__ == "BaseExceptionGroup" for base in type(error).__mro__])
        or type(error).__name__ == "ExceptionGroup"
    )


def place_of(function):
    for _ in range(5):
        if hasattr(function, "__code__"):
            function = (
                getattr(function, "__wrapped__", function)
                if function.__code__.co_filename.startswith("<testskew>")
                else function
            )
            return chains.frame(function.__code__, function.__code__.co_firstlineno)
        function = (
            getattr(function, "__func__", None)
            or getattr(function, "func", None)
            or getattr(type(function), "__call__", None)
        )
    return None


def end(request, error):
    """A request ends, `error` leaving it (None: it was answered)."""
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
            nearest().sights.extend(request.sights)  # still on its way out through an outer one
        else:
            for sight in request.sights:
                write(sight)
    except Exception:
        kit.trouble("servers.end")


def write(sight):
    if sight.done:
        return
    sight.done = True
    recent.append((sight.error, sight.mark))
    del recent[:-20]
    if sight.meant and not (sight.request and sight.request[2] >= 400):
        return  # an answer that was not given
    line = {
        "t": "server",
        "id": sight.node,
        "phase": sight.phase,
        "hook": sight.hook,
        "request": None,
        "chain": sight.chain,
        "handled": sight.handled,
    }
    if sight.request:
        line["request"] = {"method": sight.request[0], "path": sight.request[1], "status": sight.request[2]}
    if sight.raised:
        line["raised"] = True
    record.say(line)


def finish_phase(error):
    """At the end of a phase: what has waited is written, except what the test itself failed with."""
    global count
    count = 0
    del recent[:]
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
