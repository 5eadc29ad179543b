"""Sums of amounts that come as floats from the bank's export."""


def total(amounts):
    return sum(amounts)


def is_settled(amounts, due):
    return total(amounts) == due
