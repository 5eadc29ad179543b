"""Which exceptions are an answer: those by which an application says "404" or "not allowed" to its framework."""

chains = kit.part("chains")
# Module prefix, class, and what names its status: an attribute, or a number if it is always that.
ANSWERS = (
    ("starlette.", "HTTPException", "status_code"),
    ("werkzeug.", "HTTPException", "code"),
    ("rest_framework.", "APIException", "status_code"),
    ("django.", "Http404", 404),
    ("django.", "PermissionDenied", 403),
    ("django.", "SuspiciousOperation", 400),
    ("django.", "BadRequest", 400),
    ("django.", "MultiPartParserError", 400),
    ("aiohttp.", "HTTPException", "status_code"),
    ("litestar.", "HTTPException", "status_code"),
    ("sanic.", "SanicException", "status_code"),
    ("quart.", "HTTPException", "status_code"),
)
NAMES = {name for _, name, _ in ANSWERS}


def answer(error):
    """The status below 500 that a framework's own exception for answers stands for, None for all other exceptions."""
    try:
        for base in type(error).__mro__:
            for prefix, name, status in ANSWERS:
                if base.__name__ == name and base.__module__.startswith(prefix):
                    status = getattr(error, status, None) if type(status) is str else status
                    return int(status) if isinstance(status, int) and 0 < status < 500 else None
    except Exception:
        pass
    return None


def status_for(error):
    """The status that a server gives if it knows no handler for this exception."""
    return answer(error) or 500


def deliberate(error):
    """True for an answer below 500 that was raised on purpose, with nothing of the project behind it."""
    return answer(error) is not None and not (chains.links(error) and behind(error))


def behind(error):
    """True if the project's code raised what this exception came from."""
    return any([frame[4] == "p" for part in chains.describe(error, strict=True)[1:] for frame in part["frames"]])
