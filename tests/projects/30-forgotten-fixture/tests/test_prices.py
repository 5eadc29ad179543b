from pathlib import Path

from prices import read_prices

DATA = Path(__file__).parent / "data"


def test_prices_of_march():
    assert read_prices(DATA / "march.csv")["tea"] == 2.5


def test_nothing():
    assert read_prices(DATA / "empty.csv") == {}
