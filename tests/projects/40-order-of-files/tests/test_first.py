import invoices


def test_first_number_is_one():
    assert invoices.create("Ada")["number"] == 1
