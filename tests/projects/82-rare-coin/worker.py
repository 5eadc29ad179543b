import random


def slots():
    return random.choice([4, 4, 4, 3])
