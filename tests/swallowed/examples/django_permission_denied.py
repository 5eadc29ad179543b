# needs: django
# request: GET /secret 403
import django_site  # noqa: F401
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path


def check(key):
    if key != "open":
        raise PermissionDenied("wrong key")  # raised here


def secret(request):
    check(request.GET.get("key"))
    return HttpResponse("in")


urlpatterns = [path("secret", secret)]


def get(query):
    with override_settings(ROOT_URLCONF=__name__):
        return Client().get("/secret" + query)


def test_fails():
    assert get("?key=closed").status_code == 200


def test_passes():
    assert get("?key=open").status_code == 200
