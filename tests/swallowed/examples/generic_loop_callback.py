# A callback of the event loop, run in a context of its own: the loop's handler gets what it raises. Seen on every version.
import asyncio
import contextvars

USER = contextvars.ContextVar("user")


def note(log):
    log.append(USER.get())  # raised here


async def serve(user):
    log = []
    context = contextvars.copy_context()
    if user:
        context.run(USER.set, user)
    context.run(asyncio.get_running_loop().call_soon, note, log)
    await asyncio.sleep(0.01)
    return log


def test_fails():
    assert asyncio.run(serve(None)) == ["ann"]


def test_passes():
    assert asyncio.run(serve("ann")) == ["ann"]
