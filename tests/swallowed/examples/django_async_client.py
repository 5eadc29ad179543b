# needs: django>=3.1
# request: GET /later/b 500
import asyncio

import django_site  # noqa: F401
from django.http import HttpResponse
from django.test import AsyncClient
from django.test.utils import override_settings
from django.urls import path


async def fetch(name):
    await asyncio.sleep(0)
    return {"a": 1}[name]  # raised here


async def later(request, name):
    return HttpResponse(str(await fetch(name)))


urlpatterns = [path("later/<str:name>", later)]


async def get(name):
    client = AsyncClient()
    client.raise_request_exception = False
    return await client.get("/later/" + name)


def test_fails():
    with override_settings(ROOT_URLCONF=__name__):
        assert asyncio.run(get("b")).status_code == 200


def test_passes():
    with override_settings(ROOT_URLCONF=__name__):
        assert asyncio.run(get("a")).status_code == 200
