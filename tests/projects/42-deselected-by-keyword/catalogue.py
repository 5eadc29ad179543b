_items = {}


def load_all():
    for number in range(1000):
        _items[f"item-{number}"] = number


def price(name):
    return _items[name] * 2
