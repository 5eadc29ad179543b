# needs: django, monitoring
# A receiver raises, and send_robust() catches what it raises.
import django_site
from django.dispatch import Signal

ordered = Signal()


def count(sender, stock, name, **_):
    stock[name] -= 1  # raised here


ordered.connect(count)


def order(stock, name):
    ordered.send_robust(sender=None, stock=stock, name=name)
    return stock


def test_fails():
    assert order({"tea": 2}, "Tea") == {"tea": 1}


def test_passes():
    assert order({"tea": 2}, "tea") == {"tea": 1}
