import invoice


def test_total():
    assert invoice.total(["100.10", "20.20"]) == "143.1570"
