import csv


def read_prices(path):
    with open(path, newline="") as lines:
        return {row["item"]: float(row["price"]) for row in csv.DictReader(lines)}
