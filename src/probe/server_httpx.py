"""The ASGI transports of httpx and httpx2."""
servers = kit.part("servers")


def patch(module):
    owner = getattr(module, "ASGITransport", None)
    if owner is None or "handle_async_request" not in owner.__dict__:
        return
    original = owner.__dict__["handle_async_request"]

    async def handle_async_request(self, *args, **kwargs):
        try:
            raises = bool(self.raise_app_exceptions) or servers.raising
            twin = servers.copy_with(self, app=servers.watched(self.app, "httpx.ASGITransport", raises), raise_app_exceptions=raises)
        except Exception:
            kit.trouble("httpx")
            return await original(self, *args, **kwargs)
        try:
            return await original(twin, *args, **kwargs)
        except BaseException as error:
            servers.trim(error)
            raise

    servers.replace(owner, "handle_async_request", handle_async_request)
