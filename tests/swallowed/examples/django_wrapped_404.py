# needs: django
# request: GET /things/b 404
import django_site  # noqa: F401
from django.http import Http404, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

THINGS = {"a": "an apple"}


def thing(request, name):
    try:
        found = THINGS[name]  # raised here
    except KeyError as error:
        raise Http404(name) from error
    return HttpResponse(found)


urlpatterns = [path("things/<str:name>", thing)]


def get(where):
    with override_settings(ROOT_URLCONF=__name__):
        return Client().get(where)


def test_fails():
    assert get("/things/b").status_code == 200


def test_passes():
    assert get("/things/a").status_code == 200
