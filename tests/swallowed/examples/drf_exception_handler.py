# needs: djangorestframework
# request: GET /sum 500
import django_site  # noqa: F401
from django.test import Client
from django.test.utils import override_settings
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView


def answer(error, context):
    return Response({"error": str(error)}, status=500)


class Sum(APIView):
    def get_exception_handler(self):
        return answer

    def get(self, request):
        return Response({"sum": sum(int(each) for each in request.query_params["of"].split(","))})  # raised here


urlpatterns = [path("sum", Sum.as_view())]


def get(of):
    with override_settings(ROOT_URLCONF=__name__):
        return Client().get("/sum", {"of": of})


def test_fails():
    assert get("1,b").status_code == 200


def test_passes():
    assert get("1,2").json() == {"sum": 3}
