def load(name):
    with open(f"templates/{name}.txt") as template:
        return template.read()
