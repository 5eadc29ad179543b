import asyncio


async def beat(times):
    for _ in range(times):
        await asyncio.sleep(0)
    return times
