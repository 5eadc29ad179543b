"""Starlette and FastAPI, 0.13 and later: test clients, the handlers of exceptions, the last resort that answers 500."""

servers = kit.part("servers")


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
    elif "ExceptionMiddleware" in vars(module) and not hasattr(module, "wrap_app_handling_exceptions"):
        if module.ExceptionMiddleware.__module__ == name:
            patch_exceptions(module.ExceptionMiddleware)


def patch_client(owner, method):
    original = owner.__dict__[method]

    def handle_request(self, *args, **kwargs):
        try:
            raises = bool(self.raise_server_exceptions) or servers.raising
            twin = servers.copy_with(
                self, app=servers.watched(self.app, "starlette.testclient", raises), raise_server_exceptions=raises
            )
        except Exception:
            kit.trouble("starlette.testclient")
            return original(self, *args, **kwargs)
        try:
            return original(twin, *args, **kwargs)
        except BaseException as error:
            servers.trim(error)
            raise

    servers.replace(owner, method, handle_request)


def lookup(error, handlers, statuses):
    """The handler that Starlette will call; read only."""
    handler = statuses.get(getattr(error, "status_code", None)) if statuses else None
    if handler is None:
        for kind in type(error).__mro__:
            if kind in handlers:
                return handlers[kind]
    return handler


def observed(app, handlers_of):
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
            servers.trim(error)
            raise

    return observed_app


def patch_wrapper(module):
    original = module.wrap_app_handling_exceptions

    def wrap_app_handling_exceptions(app, conn):
        return original(observed(app, lambda scope: conn.scope["starlette.exception_handlers"]), conn)

    servers.replace(module, "wrap_app_handling_exceptions", wrap_app_handling_exceptions)


def patch_exceptions(owner):
    original = owner.__dict__["__call__"]

    async def __call__(self, scope, receive, send):
        twin = servers.copy_with(
            self, app=observed(self.app, lambda scope: (self._exception_handlers, self._status_handlers))
        )
        try:
            await original(twin, scope, receive, send)
        except Exception as error:
            servers.trim(error)
            raise

    servers.replace(owner, "__call__", __call__)


def patch_errors(owner):
    original = owner.__dict__["__call__"]

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await original(self, scope, receive, send)
        request = servers.begin(scope)  # None under a client that is watched itself
        sender = send
        if request is not None:

            async def sender(message):
                if message.get("type") == "http.response.start":
                    request.status = message.get("status", 0)
                await send(message)

        try:
            await original(self, scope, receive, sender)
        except Exception as error:
            servers.saw(error, "starlette.ServerErrorMiddleware", scope, self.handler or original)
            servers.trim(error)
            if request is not None:
                servers.end(request, error)
            raise
        except BaseException:
            if request is not None:
                servers.end(request, None)
            raise
        if request is not None:
            servers.end(request, None)

    servers.replace(owner, "__call__", __call__)
