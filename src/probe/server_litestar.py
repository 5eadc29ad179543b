"""Litestar, 2.0 and later: a middleware at each layer answers exceptions, whatever the client's raise_server_exceptions says."""

servers = kit.part("servers")
default = None  # where exceptions without a handler are answered


def patch(module):
    if module.__name__ == "litestar.testing.transport":
        patch_client(module.TestClientTransport)
    elif (
        hasattr(module, "ExceptionHandlerMiddleware")
        and module.ExceptionHandlerMiddleware.__module__ == module.__name__
    ):
        patch_middleware(module.ExceptionHandlerMiddleware)
        if hasattr(module, "get_exception_handler"):
            patch_lookup(module)


def patch_middleware(owner):
    original = owner.__dict__["__call__"]
    global default
    default = owner.__dict__.get("default_http_exception_handler")

    async def __call__(self, scope, receive, send):
        async def observed(scope, receive, send):
            try:
                await app(scope, receive, send)
            except Exception as error:
                servers.saw(error, "litestar.ExceptionHandlerMiddleware", scope)
                servers.trim(error)
                raise

        try:
            app, twin = self.app, servers.copy_with(self, app=observed)
        except Exception:
            kit.trouble("litestar")
            return await original(self, scope, receive, send)
        request = servers.begin(scope)  # None in the inner layers
        sender = send
        if request is not None:

            async def sender(message):
                if message.get("type") == "http.response.start":
                    request.status = message.get("status", 0)
                await send(message)

        try:
            await original(twin, scope, receive, sender)
        except BaseException as error:
            servers.trim(error)
            servers.end(request, error)
            raise
        error = request.error if request is not None else None
        servers.end(request, None)
        if servers.raising and error is not None and request.status >= 500:
            raise error

    servers.replace(owner, "__call__", __call__)


def patch_lookup(module):
    original = module.get_exception_handler

    def get_exception_handler(exception_handlers, exc):
        handler = original(exception_handlers, exc)
        servers.handled(exc, handler or default)
        return handler

    servers.replace(module, "get_exception_handler", get_exception_handler)


def patch_client(owner):
    original = owner.__dict__["handle_request"]

    def handle_request(self, *args, **kwargs):
        entered = None
        try:
            request = args[0] if args else kwargs["request"]
            if request.url.scheme in ("http", "https"):
                entered = servers.enter(request.method, request.url.path, raises=bool(self.raise_server_exceptions))
        except Exception:
            kit.trouble("litestar.testing")
        try:
            response = original(self, *args, **kwargs)
        except BaseException as error:
            servers.trim(error)
            servers.end(entered, error)
            raise
        servers.leave(entered, getattr(response, "status_code", 0))
        return response

    servers.replace(owner, "handle_request", handle_request)
