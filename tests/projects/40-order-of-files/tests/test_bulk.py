import invoices


def test_many():
    assert len({invoices.create(f"customer {index}")["number"] for index in range(5)}) == 5
