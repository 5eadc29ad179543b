from pathlib import Path

HERE = Path(__file__).parent


def names():
    with open(HERE / "names.txt") as lines:
        return [line.strip() for line in lines]
