# needs: aiohttp>=3.8
# request: POST /cart 500
from aiohttp import web
from aiohttp.test_utils import AioHTTPTestCase

PRICES = {"tea": 3}


def total(names):
    return sum(PRICES[name] for name in names)  # raised here


async def cart(request):
    data = await request.json()
    return web.json_response({"total": total(data["items"])})


class Cart(AioHTTPTestCase):
    async def get_application(self):
        app = web.Application()
        app.router.add_post("/cart", cart)
        return app

    async def test_fails(self):
        answer = await self.client.post("/cart", json={"items": ["tea", "cake"]})
        self.assertEqual(answer.status, 200)

    async def test_passes(self):
        answer = await self.client.post("/cart", json={"items": ["tea"]})
        self.assertEqual(await answer.json(), {"total": 3})
