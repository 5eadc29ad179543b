"""What Python itself does with an exception that nobody takes: threads that die, asyncio's tasks whose result nobody asked for, exceptions in
__del__. They are seen one step before the hook that a test, or pytest, sets for them, which gets what it always got."""

import sys

servers = kit.servers
exc_info = sys.exc_info


def install():
    after = kit.part("imports").after
    after("threading", patch_threading)
    after("asyncio.base_events", patch_asyncio)
    after("_pytest.unraisableexception", patch_unraisable)


def note(error, hook, owner):
    """`owner`: the function of Python, or of pytest, that took it. Said alike on every version, so that two sides can be compared."""
    try:
        if not isinstance(error, Exception) or kit.phase == "collect":
            return
        if servers.count > servers.LIMIT or any(
            [sight.error == id(error) and not sight.done for request in servers.active for sight in request.sights]
            + [sight.error == id(error) and not sight.done for sight in servers.loose]
        ):
            return
        servers.count += 1
        sight = servers.Sight(error, hook)
        sight.handled = servers.place_of(owner)
        servers.loose.append(sight)
    except Exception:
        kit.trouble("hooks." + hook)


def patch_threading(module):
    """threading.excepthook is the tests' to replace: what calls it, made for each thread, is watched instead."""
    original = module._make_invoke_excepthook

    def _make_invoke_excepthook():
        invoke = original()

        def invoke_excepthook(thread):
            note(exc_info()[1], "thread", module.Thread._bootstrap_inner)
            return invoke(thread)

        return invoke_excepthook

    servers.replace(module, "_make_invoke_excepthook", _make_invoke_excepthook)


def patch_asyncio(module):
    original = module.BaseEventLoop.__dict__["call_exception_handler"]

    def call_exception_handler(self, context):
        if type(context) is dict:
            note(context.get("exception"), "asyncio.task", original)
        return original(self, context)

    servers.replace(module.BaseEventLoop, "call_exception_handler", call_exception_handler)


def patch_unraisable(module):
    """pytest's own hook is watched. sys.unraisablehook stays whoever's it is; without pytest's, only the hook of a test sees them."""
    if hasattr(module, "unraisable_hook"):  # 8.4 and later
        original = module.unraisable_hook

        def unraisable_hook(unraisable, /, **kwargs):
            note(unraisable.exc_value, "unraisable", original)
            return original(unraisable, **kwargs)

        servers.replace(module, "unraisable_hook", unraisable_hook)
    elif hasattr(module, "catch_unraisable_exception"):
        owner = module.catch_unraisable_exception
        method = owner.__dict__["_hook"]

        def _hook(self, unraisable):
            note(unraisable.exc_value, "unraisable", method)
            return method(self, unraisable)

        servers.replace(owner, "_hook", _hook)
