"""Flask, 1.0 and later. Every exception of a view goes through handle_user_exception. If that method does not answer
the exception, it goes through handle_exception."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    for owner in (
        getattr(module, "Flask", None),
        getattr(module, "App", None),
    ):  # App is the class that Flask shares with Quart, from 2.3 on.
        if owner is None or owner.__module__ != module.__name__:
            continue
        for name in ("handle_user_exception", "handle_exception"):
            if name in owner.__dict__:
                patch_handler(owner, name)
        if "_find_error_handler" in owner.__dict__:
            patch_lookup(owner)


def error_in(args):
    """Returns the exception among the arguments of a method, because their order differs between versions."""
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
    """Watches the lookup of the project's handler that answers."""
    original = owner.__dict__[name]

    def _find_error_handler(self, *args, **kwargs):
        handler = original(self, *args, **kwargs)
        if handler is not None:
            error = error_in(args)
            servers.handled(getattr(error, "original_exception", None) or error, handler)
        return handler

    frameworks.replace(owner, name, _find_error_handler)
