# needs: django
# request: GET /upload 400
import django_site  # noqa: F401
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path


def upload(request):
    if ".." in request.GET["name"]:
        raise SuspiciousOperation("a name with dots")  # raised here
    return HttpResponse("ok")


urlpatterns = [path("upload", upload)]


def get(name):
    with override_settings(ROOT_URLCONF=__name__):
        return Client().get("/upload", {"name": name})


def test_fails():
    assert get("../x").status_code == 200


def test_passes():
    assert get("x").status_code == 200
