"""Tells which exceptions are answers: an application raises them to tell its framework "404" or "not allowed"."""

chains = kit.part("chains")
# Each row is a prefix of the module, the name of the class, and the status: the name of the attribute that holds it, or
# a number if the class always stands for the same status.
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
    """Returns the status below 500 that a framework's own answer exception stands for, or None for any other
    exception."""
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
    """Returns the status that a server answers with if it has no handler for this exception."""
    return answer(error) or 500


def deliberate(error):
    """Returns True for an answer below 500 that was raised on purpose and that no error in the project's code has
    caused."""
    return answer(error) is not None and not (chains.links(error) and behind(error))


def behind(error):
    """Returns True if the project's code raised one of the exceptions that this one came from."""
    return any([frame[4] == "p" for part in chains.describe(error, strict=True)[1:] for frame in part["frames"]])
