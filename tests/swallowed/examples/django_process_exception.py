# needs: django
# request: GET /report 500
import django_site  # noqa: F401
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path


class Answers:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return JsonResponse({"error": "internal"}, status=500)


def rows(name):
    return {"full": [1, 2]}.get(name)


def report(request):
    return HttpResponse(str(len(rows(request.GET["name"]))))  # raised here


urlpatterns = [path("report", report)]


def get(name):
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["django_process_exception.Answers"]):
        return Client().get("/report?name=" + name)


def test_fails():
    assert get("empty").status_code == 200


def test_passes():
    assert get("full").content == b"2"
