"""Keeps the requests that a tested server is handling: who made each of them, and by what object the framework knows
it."""

import sys
from _thread import get_ident

active = []  # These are the requests under way, the latest one last.


class Request:
    """One request under way.

    `scope` is the identity of the object by which the framework knows the request (an ASGI scope, a WSGI environ).
    `place` is the thread and the task that made it. `raises` says that an exception that leaves the request goes to the
    test. `error` is the exception to raise when the request ends, if clients are made to raise."""

    def __init__(self, method, path, raises, scope=None):
        self.method, self.path, self.status = method, path, 0
        self.scope, self.place = id(scope) if scope is not None else None, place()
        self.raises, self.sights, self.error = raises, [], None


def place():
    """Returns the running thread and the running asyncio task."""
    task = None
    try:
        asyncio = sys.modules.get("asyncio")
        if type(asyncio) is type(sys) and asyncio._get_running_loop() is not None:
            task = id(asyncio.current_task())
    except Exception:
        pass
    return get_ident(), task


def find(scope):
    """Returns the request that is known by `scope`, or None if there is none."""
    for request in active:
        if scope is not None and request.scope == id(scope):
            return request
    return None


def nearest():
    """Returns the request to which the running code belongs: the latest request of this task, or else of this thread,
    or else of all."""
    if len(active) < 2:
        return active[-1] if active else None
    here = place()
    for same in (lambda request: request.place == here, lambda request: request.place[0] == here[0]):
        found = [request for request in active if same(request)]
        if found:
            return found[-1]
    return active[-1]


def begin(scope, raises=False):
    """Begins an ASGI request. Returns None if it is part of a request that is already known, or if it is no request at
    all."""
    try:
        kind = scope.get("type")
        if kind not in ("http", "websocket") or find(scope) is not None:
            return None
        method = str(scope.get("method", "")) or str(kind).upper()
        return enter(method, str(scope.get("path", "")), scope, raises or kind == "websocket")
    except Exception:
        kit.trouble("servers.begin")


def enter(method, path, scope=None, raises=True):
    """Begins a request. `scope` is the object by which the framework will know it, if that is already known. `raises`
    says that an exception that leaves the request goes to the test."""
    try:
        request = Request(str(method), str(path), raises, scope)
        active.append(request)
        return request
    except Exception:
        kit.trouble("servers.enter")


def identify(scope):
    """Notes that the framework now knows the latest request of this place by `scope`."""
    try:
        request = nearest()
        if request is not None and request.scope is None and request.place == place():
            request.scope = id(scope)
    except Exception:
        kit.trouble("servers.identify")


def moved(scope):
    """Notes that the request that is known by `scope` goes on in the running task."""
    try:
        request = find(scope)
        if request is not None:
            request.place = place()
    except Exception:
        kit.trouble("servers.moved")
