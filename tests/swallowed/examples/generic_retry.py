# needs: monitoring
# handled: wrapper
# A decorator tries again and gives a default in the end.
import functools


def retry(times, default):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args):
            for _ in range(times):
                try:
                    return function(*args)
                except Exception:
                    pass
            return default
        return wrapper
    return decorate


@retry(3, default=0)
def length(answer):
    return len(answer["items"])  # raised here


def test_fails():
    assert length({"Items": [1, 2]}) == 2


def test_passes():
    assert length({"items": [1, 2]}) == 2
