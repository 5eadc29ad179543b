# needs: djangorestframework
# request: GET /things/b 404
import django_site  # noqa: F401
from django.test.utils import override_settings
from django.urls import path
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView


class Things(APIView):
    def get(self, request, name):
        if name != "a":
            raise NotFound("no such thing")  # raised here
        return Response({"name": name})


urlpatterns = [path("things/<str:name>", Things.as_view())]


def get(where):
    with override_settings(ROOT_URLCONF=__name__):
        return APIClient().get(where)


def test_fails():
    assert get("/things/b").status_code == 200


def test_passes():
    assert get("/things/a").status_code == 200
