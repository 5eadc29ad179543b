import unittest

PRICES = {"tea": 3}


class Shop(unittest.TestCase):
    def price(self, name):
        return PRICES[name]

    def test_equal(self):
        self.assertEqual(self.price("tea"), 4)

    def test_error(self):
        self.price("cake")

    def test_parts(self):
        for name in ("tea", "cake", "milk"):
            with self.subTest(name=name):
                self.assertEqual(self.price(name), 3)

    def test_cleanup(self):
        self.addCleanup(self.price, "cake")


class Broken(Shop):
    def setUp(self):
        self.price("milk")
