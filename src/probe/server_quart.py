"""Quart, which works like Flask, but with coroutines."""

servers, frameworks = kit.servers, kit.part("frameworks")
flask = kit.part("server_flask")


def patch(module):
    owner = module.Quart
    for name in ("handle_user_exception", "handle_exception", "handle_websocket_exception"):
        if name in owner.__dict__:
            patch_handler(owner, name)
    for name in ("handle_request", "handle_websocket"):
        if name in owner.__dict__:
            patch_dispatch(owner, name)
    # From 0.19 on, Quart shares this method with Flask.
    for name in ("_find_error_handler", "_find_exception_handler"):
        if name in owner.__dict__:
            flask.patch_lookup(owner, name)
    if "asgi_app" in owner.__dict__:
        patch_app(owner, "asgi_app")


def patch_handler(owner, name):
    original = owner.__dict__[name]

    async def handle(self, *args, **kwargs):
        servers.saw(flask.error_in(args), "quart." + name)
        try:
            response = await original(self, *args, **kwargs)
        except BaseException as error:
            frameworks.trim(error)
            raise
        servers.handled(flask.error_in(args), original)
        return response

    frameworks.replace(owner, name, handle)


def patch_dispatch(owner, name):
    """Watches the method that handles a request, because each request is handled by a task of its own."""

    def asked(self, request, *args, **kwargs):
        scope = getattr(request, "scope", None)
        if servers.find(scope) is not None:
            servers.moved(scope)
        elif name == "handle_request":  # The client of 0.13 and earlier calls this method directly.
            return getattr(request, "method", ""), getattr(request, "path", "")
        return None

    frameworks.watch_client(owner, name, asked, frameworks.status_code, is_async=True)


def patch_app(owner, name):
    original = owner.__dict__[name]

    async def asgi_app(self, scope, receive, send):
        try:
            app = frameworks.watched(lambda *asgi: original(self, *asgi), "quart.asgi_app", True)
            return await app(scope, receive, send)
        except BaseException as error:
            frameworks.trim(error)
            raise

    frameworks.replace(owner, name, asgi_app)
