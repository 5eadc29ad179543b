# needs: monitoring, loguru
# A decorator of loguru catches the exception.
from loguru import logger


@logger.catch
def ratio(done, all):
    return done / all  # raised here


def test_fails():
    assert ratio(1, 0) == 0


def test_passes():
    assert ratio(1, 2) == 0.5
