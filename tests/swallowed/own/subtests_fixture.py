# needs: pytest>=9
PRICES = {"tea": 3}


def test_parts(subtests):
    for name in ("tea", "cake", "milk"):
        with subtests.test(name=name):
            assert PRICES[name] == 4
