"""The ASGI and WSGI transports of httpx and httpx2."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    for name, attend in (("ASGITransport", patch_asgi), ("WSGITransport", patch_wsgi)):
        if hasattr(module, name):
            attend(getattr(module, name))


def patch_asgi(owner):
    """For one request, a copy of the transport gets an app that is watched."""
    # The first name is used from 0.18 on, the second one up to 0.17, and the third one up to 0.15.
    names = ("handle_async_request", "arequest", "request")
    name = [name for name in names if name in owner.__dict__][:1]
    if not name:
        return
    original = owner.__dict__[name[0]]

    async def handle_async_request(self, *args, **kwargs):
        try:
            raises = bool(self.raise_app_exceptions) or servers.raising
            app = frameworks.watched(self.app, "httpx.ASGITransport", raises)
            twin = frameworks.copy_with(self, app=app, raise_app_exceptions=raises)
        except Exception:
            kit.trouble("httpx")
            return await original(self, *args, **kwargs)
        try:
            return await original(twin, *args, **kwargs)
        except BaseException as error:
            frameworks.trim(error)
            raise

    frameworks.replace(owner, name[0], handle_async_request)


def patch_wsgi(owner):
    name = "handle_request" if "handle_request" in owner.__dict__ else "request"
    if name in owner.__dict__:
        frameworks.watch_client(owner, name, asked, status)


def asked(self, *args, **kwargs):
    """Returns the method and the path: of a Request, of the separate arguments of 0.18 and 0.19, or of those of earlier
    versions."""
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
    """Returns the status of an answer, which is a Response, or a tuple up to 0.19."""
    try:
        for value in response if isinstance(response, tuple) else (getattr(response, "status_code", 0),):
            if type(value) is int:
                return value
    except Exception:
        pass
    return 0
