"""The web frameworks whose exceptions are recorded. This part names the modules to attend to, and holds what the parts
that know the frameworks (server_*.py, one for each family) have in common. Outcomes do not change, because exceptions
pass through as they are."""

servers, patching = kit.part("servers"), kit.part("patching")
replace, copy_with, trim = patching.replace, patching.copy_with, patching.trim

# This maps a module to the part that knows it. The part's `patch(module)` is called whenever the module was executed.
FAMILIES = {
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


def install():
    """Attends to the modules of all families."""
    for name, part in FAMILIES.items():
        kit.part("imports").after(name, lambda module, part=part: kit.part(part).patch(module))


def watch_client(owner, name, asked, status_of, is_async=False):
    """Replaces owner.name, a function that makes one request and returns the answer, by a function that notes both.

    `asked` takes the arguments of the request and returns the arguments of servers.enter, or None if they are no
    request. `status_of` takes the answer and returns its status. If `is_async` is true, owner.name is a coroutine
    function."""
    original = owner.__dict__[name]

    def request(*args, **kwargs):
        entered = enter(asked, args, kwargs)
        try:
            response = original(*args, **kwargs)
        except BaseException as error:
            failed(entered, error)
            raise
        servers.leave(entered, status_of(response))
        return response

    async def async_request(*args, **kwargs):
        entered = enter(asked, args, kwargs)
        try:
            response = await original(*args, **kwargs)
        except BaseException as error:
            failed(entered, error)
            raise
        servers.leave(entered, status_of(response))
        return response

    replace(owner, name, async_request if is_async else request)


def failed(entered, error):
    """Notes that a client's request raised an exception. It is called in the except block before a bare `raise`."""
    trim(error)
    servers.end(entered, error)


def enter(asked, args, kwargs):
    """Returns the request that the arguments of a client stand for, or None if they are no request."""
    try:
        found = asked(*args, **kwargs)
        return None if found is None else servers.enter(*found)
    except Exception:
        kit.trouble("frameworks.enter")


def status_code(response):
    """Returns the status of a response, as most frameworks store it."""
    return getattr(response, "status_code", 0)


def watched(app, hook, raises):
    """Returns an ASGI app that does what `app` does and records its requests. It is used by test clients."""

    async def watched_app(scope, receive, send):
        request = servers.begin(scope, raises)
        if request is None:
            return await app(scope, receive, send)
        try:
            await app(scope, receive, noting_status(request, send))
        except BaseException as error:
            servers.saw(error, hook, scope)
            trim(error)
            servers.end(request, error)
            raise
        finish(request)

    return watched_app


def noting_status(request, send):
    """Returns the `send` of an ASGI app that also notes in `request` the status of the answer. If `request` is None, it
    returns `send` itself."""
    if request is None:
        return send

    async def sender(message):
        if message.get("type") == "http.response.start":
            request.status = message.get("status", 0)
        await send(message)

    return sender


def finish(request):
    """Ends a request that was answered. If clients are to raise, it raises the exception that the server answered with
    a 5xx."""
    error = request.error if request is not None else None
    servers.end(request, None)
    if servers.raising and error is not None and request.status >= 500:
        raise error
