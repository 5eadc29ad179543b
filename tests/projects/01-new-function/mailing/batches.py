import itertools


def batches(addresses, size=50):
    """Splits a list of addresses into the portions that the provider accepts."""
    return [list(part) for part in itertools.batched(addresses, size)]
