_open = {}


def sign_in(name):
    _open[name] = True


def is_signed_in(name):
    return _open.get(name, False)
