import time


def stamp(seconds):
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
