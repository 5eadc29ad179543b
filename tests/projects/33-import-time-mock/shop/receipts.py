from shop.payments import charge


def receipt(amount):
    return f"Paid: {charge(amount)['amount']}"
