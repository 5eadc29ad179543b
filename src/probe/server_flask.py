"""Flask, 1.0 and later. Every exception of a view passes handle_user_exception, and what that does not answer passes
handle_exception."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    for owner in (
        getattr(module, "Flask", None),
        getattr(module, "App", None),
    ):  # App: what Flask shares with Quart, 2.3 and later
        if owner is None or owner.__module__ != module.__name__:
            continue
        for name in ("handle_user_exception", "handle_exception"):
            if name in owner.__dict__:
                patch_handler(owner, name)
        if "_find_error_handler" in owner.__dict__:
            patch_lookup(owner)


def error_in(args):
    """The exception among the arguments of a method, whose order differs between versions."""
    for value in args:
        if isinstance(value, BaseException):
            return value
    return None


def patch_handler(owner, name):
    original = owner.__dict__[name]

    def handle(self, *args, **kwargs):
        servers.saw(error_in(args), "flask." + name)
        try:
            response = original(self, *args, **kwargs)
        except BaseException as error:
            frameworks.trim(error)
            raise
        servers.handled(error_in(args), original)
        return response

    frameworks.replace(owner, name, handle)


def patch_lookup(owner, name="_find_error_handler"):
    """Where the handler of the project that answers is looked up."""
    original = owner.__dict__[name]

    def _find_error_handler(self, *args, **kwargs):
        handler = original(self, *args, **kwargs)
        if handler is not None:
            error = error_in(args)
            servers.handled(getattr(error, "original_exception", None) or error, handler)
        return handler

    frameworks.replace(owner, name, _find_error_handler)
