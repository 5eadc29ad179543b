# needs: monitoring
class Quietly:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return True


def age(row):
    years = 0
    with Quietly():
        years = int(row["years"])  # raised here
    return years


def test_fails():
    assert age({"years": "ten"}) == 10


def test_passes():
    assert age({"years": "10"}) == 10
