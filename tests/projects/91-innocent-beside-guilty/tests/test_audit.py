import decimal
import os

import invoice


def test_rounds_like_the_auditor():
    os.environ["INVOICE_VERBOSE"] = "1"
    decimal.getcontext().prec = 3
    assert invoice.total(["10.05"]) == "11.9"
