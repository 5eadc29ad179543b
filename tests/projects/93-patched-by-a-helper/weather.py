class Station:
    def read(self):
        return {"temperature": 21}


def report():
    return f"{Station().read()['temperature']} degrees"
