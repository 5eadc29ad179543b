# needs: django>=3.0
# request: POST /orders 500
import django_site  # noqa: F401
from django.http import JsonResponse
from django.test import SimpleTestCase
from django.test.utils import override_settings
from django.urls import path

PRICES = {"tea": 3}


def orders(request):
    total = sum(PRICES[name] for name in request.POST.getlist("item"))  # raised here
    return JsonResponse({"total": total})


urlpatterns = [path("orders", orders)]


@override_settings(ROOT_URLCONF=__name__)
class Orders(SimpleTestCase):
    def setUp(self):
        self.client.raise_request_exception = False

    def test_fails(self):
        self.assertEqual(self.client.post("/orders", {"item": ["tea", "cake"]}).status_code, 200)

    def test_passes(self):
        self.assertEqual(self.client.post("/orders", {"item": ["tea"]}).json(), {"total": 3})
