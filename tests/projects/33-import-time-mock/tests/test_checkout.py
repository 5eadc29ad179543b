import pytest

from shop.checkout import pay

pytestmark = pytest.mark.integration


def test_pays_the_sum():
    assert pay({"tea": 2, "cake": 3}) == "paid"
