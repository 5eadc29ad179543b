from store import load


def show(name):
    return load(name)["name"]
