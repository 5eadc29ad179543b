# needs: tornado
from tornado import gen, testing

PRICES = {"tea": 3}


@gen.coroutine
def price(name):
    yield gen.sleep(0)
    raise gen.Return(PRICES[name])


class Shop(testing.AsyncTestCase):
    @testing.gen_test
    def test_generator(self):
        yield price("cake")

    @testing.gen_test
    async def test_coroutine(self):
        self.assertEqual(await price("tea"), 4)
