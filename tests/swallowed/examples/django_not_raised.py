# needs: django>=3.0
# request: GET /price 500
import django_site  # noqa: F401
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path


def price(request):
    return HttpResponse(str(100 / int(request.GET["by"])))  # raised here


urlpatterns = [path("price", price)]


def get(query):
    with override_settings(ROOT_URLCONF=__name__):
        return Client(raise_request_exception=False).get("/price" + query)


def test_fails():
    assert get("?by=0").status_code == 200


def test_passes():
    assert get("?by=4").content == b"25.0"
