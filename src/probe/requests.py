"""The requests that a tested server is handling: who made them, and by what the framework knows them."""

import sys
from _thread import get_ident

active = []  # requests under way, the latest last


class Request:
    """One request under way.

    `scope` is the identity of what the framework knows it by (an ASGI scope, a WSGI environ); `place` the thread and
    task that made it. `raises`: an exception that leaves it goes to the test. `error`: what is to be raised when it
    ends, if clients are made to raise."""

    def __init__(self, method, path, raises, scope=None):
        self.method, self.path, self.status = method, path, 0
        self.scope, self.place = id(scope) if scope is not None else None, place()
        self.raises, self.sights, self.error = raises, [], None


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


def find(scope):
    """The request that is known by `scope`, None if there is none."""
    for request in active:
        if scope is not None and request.scope == id(scope):
            return request
    return None


def nearest():
    """The request that what runs now belongs to: the latest one of this task, else of this thread, else of all."""
    if len(active) < 2:
        return active[-1] if active else None
    here = place()
    for same in (lambda request: request.place == here, lambda request: request.place[0] == here[0]):
        found = [request for request in active if same(request)]
        if found:
            return found[-1]
    return active[-1]


def begin(scope, raises=False):
    """An ASGI request enters. None if it is part of one that is known already, or is no request at all."""
    try:
        kind = scope.get("type")
        if kind not in ("http", "websocket") or find(scope) is not None:
            return None
        method = str(scope.get("method", "")) or str(kind).upper()
        return enter(method, str(scope.get("path", "")), scope, raises or kind == "websocket")
    except Exception:
        kit.trouble("servers.begin")


def enter(method, path, scope=None, raises=True):
    """A request enters. `scope` is what the framework will know it by, if that is known yet; `raises` says that an
    exception that leaves it goes to the test."""
    try:
        request = Request(str(method), str(path), raises, scope)
        active.append(request)
        return request
    except Exception:
        kit.trouble("servers.enter")


def identify(scope):
    """From now on the request that entered last, here, is known by `scope`."""
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
