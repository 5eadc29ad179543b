# needs: djangorestframework
# request: POST /users 400
import django_site  # noqa: F401
from django.test.utils import override_settings
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView


class User(serializers.Serializer):
    age = serializers.IntegerField()


class Users(APIView):
    def post(self, request):
        user = User(data=request.data)
        user.is_valid(raise_exception=True)  # raised here
        return Response(user.data, status=201)


urlpatterns = [path("users", Users.as_view())]


def post(age):
    with override_settings(ROOT_URLCONF=__name__):
        return APIClient().post("/users", {"age": age}, format="json")


def test_fails():
    assert post("old").status_code == 201


def test_passes():
    assert post(30).status_code == 201
