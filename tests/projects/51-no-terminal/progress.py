import os


def bar(done, total):
    width = os.get_terminal_size().columns - 10
    filled = width * done // total
    return "#" * filled + "." * (width - filled)
