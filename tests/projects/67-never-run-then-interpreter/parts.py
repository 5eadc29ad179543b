import itertools


def pairs(items):
    return list(itertools.batched(items, 2))
