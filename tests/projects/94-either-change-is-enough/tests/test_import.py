import os

from shop import config, tax


def test_free_of_tax():
    os.environ["SHOP_REGION"] = "none"
    config.strict = False
    assert tax.rate() == 0
