# needs: monitoring
class Settings:
    def __init__(self, values):
        self.values = values

    @property
    def timeout(self):
        return self.values.timeout  # raised here


class Values:
    timeout = 5


def timeout(settings):
    return getattr(settings, "timeout", 30)


def test_fails():
    assert timeout(Settings({"timeout": 5})) == 5


def test_passes():
    assert timeout(Settings(Values())) == 5
