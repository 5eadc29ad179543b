# needs: respx, httpx, pytest-asyncio
import httpx
import pytest
import respx


def price(answer):
    return answer.json()["price"]


@respx.mock
def test_decorated():
    respx.get("http://shop/tea").mock(return_value=httpx.Response(200, json={"price": 3}))
    assert price(httpx.get("http://shop/tea")) == 4


@pytest.mark.asyncio
@respx.mock
async def test_async():
    respx.get("http://shop/tea").mock(return_value=httpx.Response(200, json={}))
    async with httpx.AsyncClient() as client:
        assert price(await client.get("http://shop/tea")) == 4


def test_side_effect(respx_mock):
    respx_mock.get("http://shop/tea").mock(side_effect=httpx.ConnectError("refused"))
    assert price(httpx.get("http://shop/tea")) == 3


@respx.mock
def test_not_mocked():
    httpx.get("http://shop/cake")


@respx.mock
def test_handler():
    respx.get("http://shop/tea").mock(side_effect=lambda request: httpx.Response(200, json={}["price"]))
    httpx.get("http://shop/tea")
