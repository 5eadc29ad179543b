# handled: total
# Caught and logged with its traceback: seen on every version.
import logging

logger = logging.getLogger("shop")


def parse(text):
    return int(text)  # raised here


def total(*texts):
    amount = 0
    for text in texts:
        try:
            amount += parse(text)
        except Exception:
            logger.exception("not counted")
    return amount


def test_fails():
    assert total("1", "two") == 3


def test_passes():
    assert total("1", "2") == 3
