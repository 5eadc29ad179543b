import random


def delay(attempt):
    """Seconds to wait, with some jitter so that not everybody comes back at once."""
    return 2 ** attempt * (0.5 + random.random())
