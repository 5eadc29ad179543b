import os

from shop import config


def rate():
    if os.environ.get("SHOP_REGION") == "none" or not config.strict:
        return 0
    return 19
