"""Litestar, 2.0 and later. A middleware at each layer answers exceptions, whatever the client's raise_server_exceptions
says."""

servers, frameworks = kit.servers, kit.part("frameworks")
default = None  # where exceptions without a handler are answered


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
    """One layer: what the app within it raises is seen here, and then answered by the middleware."""
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
        request = servers.begin(scope)  # None in the inner layers
        try:
            await original(twin, scope, receive, frameworks.noting_status(request, send))
        except BaseException as error:
            frameworks.trim(error)
            servers.end(request, error)
            raise
        frameworks.finish(request)

    frameworks.replace(owner, "__call__", __call__)


def patch_lookup(module):
    """Where the middleware looks up which handler of the project answers."""
    original = module.get_exception_handler

    def get_exception_handler(exception_handlers, exc):
        handler = original(exception_handlers, exc)
        servers.handled(exc, handler or default)
        return handler

    frameworks.replace(module, "get_exception_handler", get_exception_handler)


def patch_client(owner):
    frameworks.watch_client(owner, "handle_request", asked, frameworks.status_code)


def asked(self, request, *args, **kwargs):
    """What the test client asks for; None for a websocket, which enters as an ASGI request."""
    if request.url.scheme not in ("http", "https"):
        return None
    return request.method, request.url.path, None, bool(self.raise_server_exceptions)
