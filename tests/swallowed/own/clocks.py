# needs: freezegun, time-machine
import datetime
import unittest

import freezegun
import pytest
import time_machine

PRICES = {"tea": 3}


@freezegun.freeze_time("2020-01-01")
def test_freezegun():
    assert datetime.date.today().year == 2021


@freezegun.freeze_time("2020-01-01")
class Shop(unittest.TestCase):
    def test_in_class(self):
        PRICES["cake"]


@time_machine.travel("2020-01-01 00:00 +0000")
def test_time_machine():
    assert datetime.date.today().year == 2021


@pytest.fixture
def frozen():
    with freezegun.freeze_time("2020-01-01") as clock:
        yield clock


def test_fixture(frozen):
    PRICES["cake"]
