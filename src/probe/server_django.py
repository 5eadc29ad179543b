"""Django and Django REST framework: the test clients, the function that turns an exception into a response, and the
middleware that answers exceptions."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    name = module.__name__
    if name == "django.core.handlers.exception":
        patch_responses(module)
    elif name == "django.core.handlers.base":
        patch_middleware(module.BaseHandler)
    elif name == "django.test.client":
        frameworks.watch_client(module.Client, "request", asked, frameworks.status_code)
        patch_handler(module.ClientHandler)
        if hasattr(module, "AsyncClient"):  # AsyncClient exists from 3.1 on.
            client = module.AsyncClient
            frameworks.watch_client(client, "request", asked_async, frameworks.status_code, is_async=True)
            patch_async_handler(module.AsyncClientHandler)
    elif name == "rest_framework.views":
        patch_view(module.APIView)


def asked(self, **request):
    """Returns the method and the path of a request of the test client."""
    return request.get("REQUEST_METHOD", "GET"), request.get("PATH_INFO", "/")


def asked_async(self, **request):
    """Returns the method and the path of a request of the asynchronous test client."""
    return request.get("method", "GET"), request.get("path", "/")


def scope_of(request):
    """Returns the object that the client handed to the handler: the environ of a WSGIRequest, or the scope of an
    ASGIRequest."""
    held = getattr(request, "__dict__", {})
    return held.get("environ", held.get("scope"))


def about(request, response=None):
    """Returns the method, the path and the status of a request, as far as they are known."""
    held = getattr(request, "__dict__", {})
    return held.get("method", ""), held.get("path", ""), getattr(response, "status_code", 0)


def patch_responses(module):
    """Watches the function that turns an exception into a response."""
    original = module.response_for_exception

    def response_for_exception(request, exc):
        sight = servers.saw(exc, "django.response_for_exception", scope_of(request), original, about(request))
        try:
            response = original(request, exc)
        except BaseException as error:
            frameworks.trim(error)
            raise
        if sight is not None and sight.request is not None:
            sight.request[2] = getattr(response, "status_code", 0)
        return response

    frameworks.replace(module, "response_for_exception", response_for_exception)


def patch_middleware(owner):
    """Watches the middleware that answers exceptions (process_exception)."""
    if "process_exception_by_middleware" not in owner.__dict__:
        return
    original = owner.__dict__["process_exception_by_middleware"]

    def process_exception_by_middleware(self, exception, request):
        try:
            response = original(self, exception, request)
        except BaseException as error:
            frameworks.trim(error)
            raise
        if response is not None:  # One of the methods has answered the exception.
            methods = getattr(self, "_exception_middleware", None) or ()
            servers.saw(
                exception,
                "django.process_exception",
                scope_of(request),
                methods[0] if len(methods) == 1 else None,
                about(request, response),
            )
        return response

    frameworks.replace(owner, "process_exception_by_middleware", process_exception_by_middleware)


def patch_view(owner):
    """Watches the views of Django REST framework."""
    original = owner.__dict__["handle_exception"]

    def handle_exception(self, exc):
        request = getattr(getattr(self, "request", None), "_request", None)
        try:
            response = original(self, exc)
        except BaseException as error:
            frameworks.trim(error)
            raise
        handler = None
        try:
            if (
                type(self).get_exception_handler is owner.get_exception_handler
            ):  # A method that the project itself has written is not called just for the probe.
                handler = self.get_exception_handler()
        except Exception:
            pass
        servers.saw(exc, "rest_framework.handle_exception", scope_of(request), handler, about(request, response))
        return response

    frameworks.replace(owner, "handle_exception", handle_exception)


def patch_handler(owner):
    """Watches the handler behind the client. From here on, the request is known by its environ."""
    original = owner.__dict__["__call__"]

    def __call__(self, environ):
        servers.identify(environ)
        try:
            return original(self, environ)
        except BaseException as error:
            frameworks.trim(error)
            raise

    frameworks.replace(owner, "__call__", __call__)


def patch_async_handler(owner):
    """Does the same as patch_handler for the asynchronous client."""
    original = owner.__dict__["__call__"]

    async def __call__(self, scope):
        servers.identify(scope)
        try:
            return await original(self, scope)
        except BaseException as error:
            frameworks.trim(error)
            raise

    frameworks.replace(owner, "__call__", __call__)
