# needs: django>=3.1
# request: GET /later/broken 500
# Three requests run at once: each exception belongs to its own request.
import asyncio

import django_site  # noqa: F401
from django.http import HttpResponse
from django.test import AsyncClient
from django.test.utils import override_settings
from django.urls import path


async def later(request, name):
    await asyncio.sleep(0.01)
    if name == "broken":
        raise LookupError(name)  # raised here
    return HttpResponse(name)


urlpatterns = [path("later/<str:name>", later)]


async def get(*names):
    client = AsyncClient()
    client.raise_request_exception = False
    return [answer.status_code for answer in await asyncio.gather(*[client.get("/later/" + name) for name in names])]


def test_fails():
    with override_settings(ROOT_URLCONF=__name__):
        assert asyncio.run(get("a", "broken", "b")) == [200, 200, 200]


def test_passes():
    with override_settings(ROOT_URLCONF=__name__):
        assert asyncio.run(get("a", "c", "b")) == [200, 200, 200]
