import logging
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route
class Mine(Exception): pass
def deep(): raise ValueError("deep trouble")
async def boom(request): deep()
async def mine(request): raise Mine("mine")
async def missing(request): raise HTTPException(404, "x")
async def wrapped(request):
    try: deep()
    except ValueError as e: raise HTTPException(400, "bad") from e
async def teapot(request): raise HTTPException(503, "down")
async def logged(request):
    try: deep()
    except Exception:
        logging.getLogger("app").exception("oops")
        return JSONResponse({}, status_code=500)
def on_mine(request, exc): return JSONResponse({"e": 1}, status_code=500)
def catch_all(request, exc): return JSONResponse({"e": 1}, status_code=500)
ROUTES=[Route("/"+f.__name__, f) for f in (boom, mine, missing, wrapped, teapot, logged)]
def plain(): return Starlette(routes=ROUTES)
def handled():
    return Starlette(routes=ROUTES, exception_handlers={Mine: on_mine, Exception: catch_all})


async def logged_and_raised(request):
    try:
        deep()
    except Exception:
        logging.getLogger("app").exception("oops")
        raise


ROUTES.append(Route("/logged_and_raised", logged_and_raised))
