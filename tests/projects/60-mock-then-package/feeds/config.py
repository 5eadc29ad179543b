def base():
    return "http://localhost"
