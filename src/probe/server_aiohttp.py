"""aiohttp. The protocol of its server answers with 500 if a handler raises, and no client has a switch that passes the
exception on."""

import sys

servers, frameworks = kit.servers, kit.part("frameworks")
protocol_place = None  # This is the frame of the protocol's method that makes the answer.


def patch(module):
    if module.__name__ == "aiohttp.web_app":
        patch_application(module.Application)
    elif module.__name__ == "aiohttp.web_protocol":
        patch_protocol(module.RequestHandler)
    elif servers.raising:
        patch_client(module.TestClient)


def patch_application(owner):
    original = owner.__dict__["_handle"]

    async def _handle(self, request):
        entered = servers.enter(*asked(request), scope=request, raises=False)
        try:
            response = await original(self, request)
        except BaseException as error:
            sight = servers.saw(error, "aiohttp.Application", request)
            frameworks.trim(error)
            finish(entered, servers.status_for(error), error if sight is not None else None)
            raise
        finish(entered, getattr(response, "status", 0))
        return response

    frameworks.replace(owner, "_handle", _handle)


def asked(request):
    """Returns the method and the path of a request."""
    try:
        upgrade = str(request.headers.get("Upgrade", "")).lower() == "websocket"
        return "WEBSOCKET" if upgrade else request.method, request.path
    except Exception:
        return "", ""


def finish(request, status, error=None):
    """Ends a request that the server has answered. If clients are to raise, the client that waits for this answer is
    told."""
    if request is None:
        return
    if error is not None:
        asyncio = sys.modules.get("asyncio")
        if type(asyncio) is type(sys) and isinstance(error, asyncio.TimeoutError):
            status = 504
        if request.method == "WEBSOCKET":
            status = 0  # The connection was upgraded to a websocket, and it is closed.
        for sight in request.sights:
            if sight.error == id(error):
                sight.handled = sight.handled or protocol_place
    request.status = status if type(status) is int else 0
    if servers.raising and request.error is not None:
        for other in servers.active:
            if other is not request and (other.method, other.path) == (request.method, request.path):
                other.error = request.error
        request.error = None
    servers.end(request, None)


def patch_protocol(owner):
    """Remembers the method of the protocol that makes the answer. The protocol itself is not changed."""
    global protocol_place
    protocol_place = servers.place_of(owner.__dict__["handle_error"])


def patch_client(owner):
    """Makes the client raise the exception when it gets the answer. This is done only if clients are to raise."""
    frameworks.watch_client(owner, "_request", asked_by_client, status_of, is_async=True)


def status_of(response):
    return getattr(response, "status", 0)


def asked_by_client(self, method, path, *args, **kwargs):
    return method, str(path).partition("?")[0]
