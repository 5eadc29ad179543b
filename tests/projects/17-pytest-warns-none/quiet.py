def quietly():
    return 42
