"""Starlette and FastAPI, 0.13 and later: the test clients, the handlers of exceptions, and the last resort, which
answers with 500."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    name = module.__name__
    if name == "starlette.testclient":
        for owner, method in (("_TestClientTransport", "handle_request"), ("_ASGIAdapter", "send")):
            if hasattr(module, owner):
                patch_client(getattr(module, owner), method)
    elif name == "starlette._exception_handler":
        patch_wrapper(module)
    elif name == "starlette.middleware.errors":
        patch_errors(module.ServerErrorMiddleware)
    elif not hasattr(module, "wrap_app_handling_exceptions"):
        # Versions that use _exception_handler have this attribute.
        middleware = vars(module).get("ExceptionMiddleware")
        if middleware is not None and middleware.__module__ == name:
            patch_exceptions(middleware)


def patch_client(owner, method):
    """Watches the transport of the test client. For one request, a copy of the transport gets an app that is
    watched."""
    original = owner.__dict__[method]

    def handle_request(self, *args, **kwargs):
        try:
            raises = bool(self.raise_server_exceptions) or servers.raising
            twin = frameworks.copy_with(
                self, app=frameworks.watched(self.app, "starlette.testclient", raises), raise_server_exceptions=raises
            )
        except Exception:
            kit.trouble("starlette.testclient")
            return original(self, *args, **kwargs)
        try:
            return original(twin, *args, **kwargs)
        except BaseException as error:
            frameworks.trim(error)
            raise

    frameworks.replace(owner, method, handle_request)


def lookup(error, handlers, statuses):
    """Returns the handler that Starlette will call. Starlette's tables are only read."""
    handler = statuses.get(getattr(error, "status_code", None)) if statuses else None
    if handler is None:
        for kind in type(error).__mro__:
            if kind in handlers:
                return handlers[kind]
    return handler


def observed(app, handlers_of):
    """Returns an ASGI app that does what `app` does and notes the exceptions that it raises. `handlers_of(scope)`
    returns the arguments of lookup."""

    async def observed_app(scope, receive, send):
        try:
            await app(scope, receive, send)
        except Exception as error:
            handler = None
            try:
                handler = lookup(error, *handlers_of(scope))
            except Exception:
                pass
            servers.saw(error, "starlette.exception_handler", scope, handler)
            frameworks.trim(error)
            raise

    return observed_app


def patch_wrapper(module):
    """Watches the place where newer versions look up the handler of an exception, for the application and for each
    route."""
    original = module.wrap_app_handling_exceptions

    def wrap_app_handling_exceptions(app, conn):
        return original(observed(app, lambda scope: conn.scope["starlette.exception_handlers"]), conn)

    frameworks.replace(module, "wrap_app_handling_exceptions", wrap_app_handling_exceptions)


def patch_exceptions(owner):
    """Watches the place where older versions do the same: the middleware directly around the router."""
    original = owner.__dict__["__call__"]

    async def __call__(self, scope, receive, send):
        twin = frameworks.copy_with(
            self, app=observed(self.app, lambda scope: (self._exception_handlers, self._status_handlers))
        )
        try:
            await original(twin, scope, receive, send)
        except Exception as error:
            frameworks.trim(error)
            raise

    frameworks.replace(owner, "__call__", __call__)


def patch_errors(owner):
    """Watches the last resort, which answers with 500. If the client is not watched, the requests begin here."""
    original = owner.__dict__["__call__"]

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await original(self, scope, receive, send)
        request = servers.begin(scope)  # If the client is watched, this is None.
        try:
            await original(self, scope, receive, frameworks.noting_status(request, send))
        except Exception as error:
            servers.saw(error, "starlette.ServerErrorMiddleware", scope, self.handler or original)
            frameworks.trim(error)
            servers.end(request, error)
            raise
        except BaseException:
            servers.end(request, None)
            raise
        servers.end(request, None)

    frameworks.replace(owner, "__call__", __call__)
