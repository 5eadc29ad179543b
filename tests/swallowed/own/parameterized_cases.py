# needs: parameterized, ddt
import unittest

import ddt
from parameterized import parameterized

PRICES = {"tea": 3}


class Shop(unittest.TestCase):
    @parameterized.expand([("tea",), ("cake",)])
    def test_price(self, name):
        self.assertEqual(PRICES[name], 4)


@ddt.ddt
class Data(unittest.TestCase):
    @ddt.data("milk", "cake")
    def test_price(self, name):
        PRICES[name]
