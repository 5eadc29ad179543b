_next = 1


def create(customer):
    global _next
    number, _next = _next, _next + 1
    return {"number": number, "customer": customer}
