# needs: monitoring
# handled: prices
# A generator leaves out what it cannot read.
def prices(lines):
    for line in lines:
        try:
            yield float(line.split(";")[1])  # raised here
        except IndexError:
            continue


def test_fails():
    assert sum(prices(["a;1", "b,2"])) == 3


def test_passes():
    assert sum(prices(["a;1", "b;2"])) == 3
