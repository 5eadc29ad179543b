import asyncio

import pytest

try:
    import httpx2 as httpx
except ImportError:
    import httpx


async def app(scope, receive, send):
    raise ValueError("in the app")


async def get(raises):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=raises)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/x")).status_code


def test_swallowed():
    assert asyncio.run(get(False)) == 500


def test_raised():
    with pytest.raises(ValueError):
        asyncio.run(get(True))
