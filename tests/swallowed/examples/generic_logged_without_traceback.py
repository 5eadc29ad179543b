# needs: monitoring
import logging

logger = logging.getLogger("shop")


def load(settings):
    try:
        return settings["debug"].lower() == "yes"  # raised here
    except Exception as error:
        logger.error("settings: %s", error)
        return False


def test_fails():
    assert load({"debug": True})


def test_passes():
    assert load({"debug": "Yes"})
