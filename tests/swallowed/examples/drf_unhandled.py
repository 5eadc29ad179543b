# needs: djangorestframework, django>=3.0
# request: GET /stock 500
import django_site  # noqa: F401
from django.test.utils import override_settings
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework.test import APIClient


class Store:
    items = None

    def count(self):
        return len(self.items)  # raised here


store = Store()


@api_view(["GET"])
def stock(request):
    return Response({"count": store.count()})


urlpatterns = [path("stock", stock)]


def get():
    client = APIClient()
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        return client.get("/stock")


def test_fails():
    assert get().status_code == 200


def test_passes(monkeypatch):
    monkeypatch.setattr(store, "items", [1])
    assert get().json() == {"count": 1}
