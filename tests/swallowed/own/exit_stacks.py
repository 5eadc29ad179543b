import asyncio
import contextlib

PRICES = {"tea": 3}


def price(name):
    return PRICES[name]


@contextlib.contextmanager
def shop():
    try:
        yield PRICES
    finally:
        PRICES.pop("milk", None)


@contextlib.contextmanager
def renaming():
    try:
        yield
    except KeyError as error:
        raise LookupError("no such thing") from error


@contextlib.asynccontextmanager
async def slow_shop():
    try:
        yield PRICES
    finally:
        await asyncio.sleep(0)


@shop()
def test_decorator():
    price("cake")


def test_stack():
    with contextlib.ExitStack() as stack:
        stack.enter_context(shop())
        stack.enter_context(open(__file__))
        stack.callback(PRICES.get, "milk")
        assert price("tea") == 4


def test_renamed():
    with renaming(), shop():
        price("cake")


def test_on_the_way_out():
    with contextlib.ExitStack() as stack:
        stack.callback(price, "cake")


async def in_async_stack():
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(slow_shop())
        return price("cake")


def test_async_stack():
    asyncio.run(in_async_stack())
