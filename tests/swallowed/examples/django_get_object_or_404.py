# needs: django
# request: GET /users/7 404
import django_site  # noqa: F401
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client
from django.test.utils import override_settings
from django.urls import path


def user(request, number):
    found = get_object_or_404(User, pk=number)  # raised here
    return HttpResponse(found.username)


urlpatterns = [path("users/<int:number>", user)]


@pytest.fixture(autouse=True)
def tables():
    call_command("migrate", verbosity=0)
    User.objects.update_or_create(pk=1, defaults={"username": "ann"})
    yield
    connection.close()


def get(where):
    with override_settings(ROOT_URLCONF=__name__):
        return Client().get(where)


def test_fails():
    assert get("/users/7").status_code == 200


def test_passes():
    assert get("/users/1").content == b"ann"
