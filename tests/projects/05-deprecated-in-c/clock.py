import datetime


def stamp():
    return datetime.datetime.utcnow().isoformat(timespec="seconds") + "Z"
