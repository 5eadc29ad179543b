def charge(amount):
    if amount <= 0:
        raise ValueError("nothing to pay")
    return {"status": "paid", "amount": amount}
