import os

from ledger import settings


def total(amounts):
    result = sum(amounts) + settings.fee
    if os.environ.get("LEDGER_ROUND", "1") != "0":
        result = round(result, 2)
    return result


def is_settled(amounts, due):
    return total(amounts) == due
