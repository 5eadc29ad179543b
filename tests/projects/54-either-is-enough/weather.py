import os

offline = False


def forecast(city):
    if offline or os.environ.get("WEATHER_OFFLINE"):
        return None
    return f"Sunny in {city}"
