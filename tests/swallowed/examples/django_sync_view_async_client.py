# needs: django>=3.1
# request: GET /plain 500
import asyncio

import django_site  # noqa: F401
from django.http import HttpResponse
from django.test import AsyncClient
from django.test.utils import override_settings
from django.urls import path


def plain(request):
    return HttpResponse(request.COOKIES["name"][0].upper())  # raised here


urlpatterns = [path("plain", plain)]


async def get(cookie):
    client = AsyncClient()
    client.raise_request_exception = False
    client.cookies["name"] = cookie
    return await client.get("/plain")


def test_fails():
    with override_settings(ROOT_URLCONF=__name__):
        assert asyncio.run(get("")).status_code == 200


def test_passes():
    with override_settings(ROOT_URLCONF=__name__):
        assert asyncio.run(get("ann")).content == b"A"
