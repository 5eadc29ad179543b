import pytest

from beats import beat


def test_with_the_plugin_loop(event_loop):
    assert event_loop.run_until_complete(beat(2)) == 2


@pytest.mark.asyncio
async def test_marked():
    assert await beat(1) == 1
