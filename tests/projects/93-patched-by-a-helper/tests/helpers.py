import weather


def freeze(temperature):
    weather.Station.read = lambda self: {"temperature": temperature}
