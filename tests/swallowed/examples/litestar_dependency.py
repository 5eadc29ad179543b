# needs: litestar
# request: GET /me 500
import asyncio

from litestar import Litestar, get
from litestar.di import Provide
from litestar.testing import AsyncTestClient

SESSIONS = {"a": "ann"}


async def user(session: str) -> str:
    return SESSIONS[session]  # raised here


@get("/me", dependencies={"user": Provide(user)})
async def me(user: str) -> dict:
    return {"name": user}


app = Litestar([me])


async def ask(session):
    async with AsyncTestClient(app) as client:
        return (await client.get("/me", params={"session": session})).status_code


def test_fails():
    assert asyncio.run(ask("b")) == 200


def test_passes():
    assert asyncio.run(ask("a")) == 200
