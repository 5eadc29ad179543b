def load(name):
    return {"name": name}
