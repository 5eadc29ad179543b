"""Sanic. Its ErrorHandler answers every exception. (Sanic.handle_exception cannot be replaced, because Sanic rewrites
it from its source when an application starts.)"""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    if hasattr(module, "ErrorHandler"):
        if module.ErrorHandler.__module__ == module.__name__:
            patch_handler(module.ErrorHandler)
    elif hasattr(module, "SanicTestClient"):
        patch_client(module.SanicTestClient)


def patch_handler(owner):
    original = owner.__dict__["response"]

    def response(self, request, exception):
        asked = asked_for(request, exception)
        sight = servers.saw(
            exception, "sanic.ErrorHandler", handler=handler_of(self, request, exception), request=asked
        )
        answered = original(self, request, exception)
        note(sight, answered)
        if sight is None or not hasattr(answered, "__await__") or not hasattr(answered, "close"):
            return answered
        return awaited(sight, answered)

    frameworks.replace(owner, "response", response)


def asked_for(request, exception):
    """Returns the method, the path and the expected status of a request."""
    try:
        return [str(getattr(request, "method", "")), str(getattr(request, "path", "")), servers.status_for(exception)]
    except Exception:  # A test may have made a request object of its own.
        return ["", "", servers.status_for(exception)]


def handler_of(self, request, exception):
    """Returns the project's handler for this exception, as Sanic has already looked it up, or else Sanic's own last
    resort."""
    try:
        held = self.cached_handlers  # This is {(class, route): handler}, or {class: handler} in earlier versions.
        for kind in type(exception).__mro__:
            for key in ((kind, getattr(request, "name", None)), (kind, None), kind):
                if held.get(key) is not None:
                    return held[key]
        for kind, handler in getattr(self, "handlers", None) or ():  # Sanic up to 20.12 has this attribute.
            if isinstance(exception, kind):
                return handler
        return type(self).default
    except Exception:
        return None


def note(sight, response):
    """Sets the status of a sight to that of the response."""
    status = getattr(response, "status", None)
    if sight is not None and sight.request is not None and type(status) is int:
        sight.request[2] = status


async def awaited(sight, answer):
    """Returns the response of a handler that is a coroutine function."""
    try:
        response = await answer
    except BaseException as error:
        frameworks.trim(error)
        raise
    note(sight, response)
    return response


def patch_client(owner):
    frameworks.watch_client(owner, "_sanic_endpoint_test", asked_by_client, status)


def asked_by_client(self, method="get", uri="/", *args, **kwargs):
    verb = kwargs.get("http_method", "GET") if method == "request" else method
    return str(verb).upper(), str(uri).partition("?")[0]


def status(answered):
    """Returns the status of what the test client returns, which is (request, response)."""
    try:
        value = getattr(answered[1], "status_code", None)
        return value if type(value) is int else answered[1].status
    except Exception:
        return 0
