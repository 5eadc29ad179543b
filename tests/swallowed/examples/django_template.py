# needs: django>=3.0
# request: GET /page 500
import django_site  # noqa: F401
from django.template.response import TemplateResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path


class Thing:
    def __init__(self, cents):
        self.cents = cents

    def price(self):
        return self.cents / 100  # raised here


def page(request):
    return TemplateResponse(request, "page.html", {"thing": Thing(None if "none" in request.GET else 250)})


urlpatterns = [path("page", page)]


def get(query):
    with override_settings(ROOT_URLCONF=__name__):
        return Client(raise_request_exception=False).get("/page" + query)


def test_fails():
    assert get("?none").status_code == 200


def test_passes():
    assert get("").content == b"2.5"
