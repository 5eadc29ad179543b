"""Starlette and FastAPI, 0.13 and later: test clients, the handlers of exceptions, the last resort that answers 500."""

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
    elif not hasattr(module, "wrap_app_handling_exceptions"):  # it is there in versions that use _exception_handler
        middleware = vars(module).get("ExceptionMiddleware")
        if middleware is not None and middleware.__module__ == name:
            patch_exceptions(middleware)


def patch_client(owner, method):
    """The test client's transport: a copy of it, for one request, gets an app that is watched."""
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
    """The handler that Starlette will call. Its tables are only read."""
    handler = statuses.get(getattr(error, "status_code", None)) if statuses else None
    if handler is None:
        for kind in type(error).__mro__:
            if kind in handlers:
                return handlers[kind]
    return handler


def observed(app, handlers_of):
    """An ASGI app that does what `app` does; what it raises is seen. `handlers_of(scope)` gives the arguments of
    lookup."""

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
    """Where newer versions look for the handler of an exception, for the application and for each route."""
    original = module.wrap_app_handling_exceptions

    def wrap_app_handling_exceptions(app, conn):
        return original(observed(app, lambda scope: conn.scope["starlette.exception_handlers"]), conn)

    frameworks.replace(module, "wrap_app_handling_exceptions", wrap_app_handling_exceptions)


def patch_exceptions(owner):
    """Where older versions do so: the middleware right around the router."""
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
    """The last resort, which answers with 500. Under a client that is not watched itself, it is where requests
    begin."""
    original = owner.__dict__["__call__"]

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await original(self, scope, receive, send)
        request = servers.begin(scope)  # None under a client that is watched itself
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
