# needs: django, monitoring
import django_site  # noqa: F401
from django.http import JsonResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

STOCK = {"tea": 2}


def take(name):
    STOCK[name] -= 0  # raised here
    return STOCK[name]


def order(request, name):
    try:
        return JsonResponse({"left": take(name)})
    except Exception:
        return JsonResponse({"error": "internal"}, status=500)


urlpatterns = [path("order/<str:name>", order)]


def get(where):
    with override_settings(ROOT_URLCONF=__name__):
        return Client().get(where)


def test_fails():
    assert get("/order/cake").status_code == 200


def test_passes():
    assert get("/order/tea").status_code == 200
