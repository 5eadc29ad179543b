# needs: python>=3.11
import unittest

PRICES = {"tea": 3}


class Shop(unittest.IsolatedAsyncioTestCase):
    async def price(self, name):
        return PRICES[name]

    async def test_equal(self):
        self.assertEqual(await self.price("tea"), 4)

    async def test_error(self):
        await self.price("cake")

    async def test_cleanup(self):
        self.addAsyncCleanup(self.price, "cake")
