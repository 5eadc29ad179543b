"""The ASGI and WSGI transports of httpx and httpx2."""

servers = kit.part("servers")


def patch(module):
    for name, attend in (("ASGITransport", patch_asgi), ("WSGITransport", patch_wsgi)):
        if hasattr(module, name):
            attend(getattr(module, name))


def patch_asgi(owner):
    name = (
        "handle_async_request"
        if "handle_async_request" in owner.__dict__
        else "arequest"
        if "arequest" in owner.__dict__
        else "request"
    )
    original = owner.__dict__.get(name)  # "request" up to 0.15, "arequest" up to 0.17
    if original is None:
        return

    async def handle_async_request(self, *args, **kwargs):
        try:
            raises = bool(self.raise_app_exceptions) or servers.raising
            twin = servers.copy_with(
                self, app=servers.watched(self.app, "httpx.ASGITransport", raises), raise_app_exceptions=raises
            )
        except Exception:
            kit.trouble("httpx")
            return await original(self, *args, **kwargs)
        try:
            return await original(twin, *args, **kwargs)
        except BaseException as error:
            servers.trim(error)
            raise

    servers.replace(owner, name, handle_async_request)


def patch_wsgi(owner):
    name = "handle_request" if "handle_request" in owner.__dict__ else "request"
    original = owner.__dict__.get(name)
    if original is None:
        return

    def handle_request(self, *args, **kwargs):
        entered = servers.enter(*asked(args, kwargs))
        try:
            response = original(self, *args, **kwargs)
        except BaseException as error:
            servers.trim(error)
            servers.end(entered, error)
            raise
        servers.leave(entered, status(response))
        return response

    servers.replace(owner, name, handle_request)


def asked(args, kwargs):
    """Method and path: of a Request, of what 0.18 and 0.19 hand over apart, of what earlier ones do."""
    try:
        request = args[0] if args else kwargs.get("request", kwargs.get("method"))
        if hasattr(request, "method"):
            return request.method, request.url.path
        url = args[1] if len(args) > 1 else kwargs["url"]
        method = request.decode("ascii") if isinstance(request, bytes) else str(request)
        path = url[3] if isinstance(url, tuple) else url.path
        return method, path.decode("latin-1") if isinstance(path, bytes) else str(path)
    except Exception:
        return "", ""


def status(response):
    """The status of an answer: a Response, or up to 0.19 a tuple."""
    try:
        for value in response if isinstance(response, tuple) else (getattr(response, "status_code", 0),):
            if type(value) is int:
                return value
    except Exception:
        pass
    return 0
