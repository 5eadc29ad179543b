"""Litestar, 2.0 and later. A middleware at each layer answers exceptions, even if the client has
raise_server_exceptions."""

servers, frameworks = kit.servers, kit.part("frameworks")
default = None  # This handler answers exceptions that have no handler.


def patch(module):
    if module.__name__ == "litestar.testing.transport":
        patch_client(module.TestClientTransport)
        return
    middleware = getattr(module, "ExceptionHandlerMiddleware", None)
    if middleware is not None and middleware.__module__ == module.__name__:
        patch_middleware(middleware)
        if hasattr(module, "get_exception_handler"):
            patch_lookup(module)


def patch_middleware(owner):
    """Watches one layer. The exception that the app within it raises is noted here, and then answered by the
    middleware."""
    original = owner.__dict__["__call__"]
    global default
    default = owner.__dict__.get("default_http_exception_handler")

    async def __call__(self, scope, receive, send):
        async def observed(scope, receive, send):
            try:
                await app(scope, receive, send)
            except Exception as error:
                servers.saw(error, "litestar.ExceptionHandlerMiddleware", scope)
                frameworks.trim(error)
                raise

        try:
            app, twin = self.app, frameworks.copy_with(self, app=observed)
        except Exception:
            kit.trouble("litestar")
            return await original(self, scope, receive, send)
        request = servers.begin(scope)  # In the inner layers, this is None.
        try:
            await original(twin, scope, receive, frameworks.noting_status(request, send))
        except BaseException as error:
            frameworks.trim(error)
            servers.end(request, error)
            raise
        frameworks.finish(request)

    frameworks.replace(owner, "__call__", __call__)


def patch_lookup(module):
    """Watches the lookup of the project's handler that answers."""
    original = module.get_exception_handler

    def get_exception_handler(exception_handlers, exc):
        handler = original(exception_handlers, exc)
        servers.handled(exc, handler or default)
        return handler

    frameworks.replace(module, "get_exception_handler", get_exception_handler)


def patch_client(owner):
    frameworks.watch_client(owner, "handle_request", asked, frameworks.status_code)


def asked(self, request, *args, **kwargs):
    """Returns the method and the path that the test client asks for. For a websocket it returns None, because that
    enters as an ASGI request."""
    if request.url.scheme not in ("http", "https"):
        return None
    return request.method, request.url.path, None, bool(self.raise_server_exceptions)
