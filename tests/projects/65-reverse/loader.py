def load(name):
    import imp

    return imp.new_module(name).__name__
