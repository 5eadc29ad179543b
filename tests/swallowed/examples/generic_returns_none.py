# needs: monitoring
# No framework: the project's own code catches everything and says nothing.
PRICES = {"tea": "3.50", "cake": "four"}


def price(name):
    try:
        return float(PRICES[name])  # raised here
    except Exception:
        return None


def test_fails():
    assert price("cake") == 4.0


def test_passes():
    assert price("tea") == 3.5
