handlers = []
flags = {"strict": False}


def emit(name):
    """Tells the handlers; only strict mode checks what they say."""
    said = [handler(name) for handler in handlers]
    if flags["strict"] and not all(said):
        raise RuntimeError(f"{name} was refused")
    return len(said)
