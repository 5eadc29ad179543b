"""A project whose sessions are long: 150 test modules, three of which make the same mock when they are imported.

usage: large_project.py FOLDER [SECONDS]      SECONDS is what collecting everything takes (20)

CI runs all tests, the developer runs the module of the tests that fail, on another interpreter. One test fails on both
sides, and one fails only in CI, in a module that the developer does not run."""

import pathlib
import sys

MODULES, POLLUTERS = 150, (23, 71, 118)

PAYMENTS = '''
def charge(amount):
    return {"amount": amount, "state": "paid"}
'''

VICTIM = '''
def test_charge():
    from payments import charge

    assert charge(3)["state"] == "paid"


def test_refund():
    import payments

    assert payments.charge(-3) == {"amount": -3, "state": "paid"}


def test_known_bug():
    assert 1 + 1 == 3


def test_fine():
    assert True
'''

MODULE = '''
import time

time.sleep({seconds:.3f})
{mock}

def test_one():
    assert {number} >= 0


def test_two():
    assert {number} < 1000
'''

MOCK = '''
import sys
from unittest.mock import MagicMock

sys.modules["payments"] = MagicMock()
'''

PROFILES = '''
[profile.ci]
python = "3.11"
requirements = ["pytest<9"]
targets = ["tests"]

[profile.local]
python = "3.12"
requirements = ["pytest<9"]
targets = ["tests/test_victim.py"]
'''


def write(project, seconds=20.0):
    """Writes the project into this folder, which does not exist yet."""
    tests = project / "tests"
    tests.mkdir(parents=True)
    (project / "conftest.py").write_text("")
    (project / "payments.py").write_text(PAYMENTS)
    (project / "testskew.toml").write_text(PROFILES)
    (tests / "test_victim.py").write_text(VICTIM)
    for number in range(MODULES):
        text = MODULE.format(number=number, seconds=seconds / MODULES, mock=MOCK if number in POLLUTERS else "")
        if number == 50:
            text += "\n\ndef test_of_its_own():\n    assert [] == [1]\n"
        (tests / f"test_{number:03}.py").write_text(text)


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]), *map(float, sys.argv[2:]))
