# needs: monitoring, structlog
# handled: keep
# structlog's own loggers are not those of the standard library.
import structlog

logger = structlog.get_logger()


def keep(store, key):
    try:
        store[key] += 1  # raised here
    except KeyError:
        logger.exception("not kept", key=key)
    return store


def test_fails():
    assert keep({"a": 1}, "A") == {"a": 2}


def test_passes():
    assert keep({"a": 1}, "a") == {"a": 2}
