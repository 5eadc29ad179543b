"""Watches what Python itself does with an exception that nobody takes: in threads that die, in asyncio tasks whose
result nobody asked for, and in `__del__`. The exception is seen one step before the hook that a test or pytest sets for
it, and that hook gets what it always got."""

import sys

servers, replace = kit.servers, kit.part("patching").replace
exc_info = sys.exc_info


def install():
    after = kit.part("imports").after
    after("threading", patch_threading)
    after("asyncio.base_events", patch_asyncio)
    after("_pytest.unraisableexception", patch_unraisable)


def note(error, hook, owner):
    """Records an exception that the function `owner` of Python or of pytest has taken. The record is the same on every
    version of Python, so that two sides can be compared."""
    try:
        if issubclass(type(error), Exception) and kit.phase != "collect":
            servers.saw_unhandled(error, hook, owner)
    except Exception:
        kit.trouble("unhandled." + hook)


def patch_threading(module):
    """Watches threads that die. threading.excepthook is left alone, because tests may replace it. Each thread gets its
    own function that calls the hook, and that function is watched instead."""
    original = module._make_invoke_excepthook

    def _make_invoke_excepthook():
        invoke = original()

        def invoke_excepthook(thread):
            note(exc_info()[1], "thread", module.Thread._bootstrap_inner)
            return invoke(thread)

        return invoke_excepthook

    replace(module, "_make_invoke_excepthook", _make_invoke_excepthook)


def patch_asyncio(module):
    original = module.BaseEventLoop.__dict__["call_exception_handler"]

    def call_exception_handler(self, context):
        if type(context) is dict:
            note(context.get("exception"), "asyncio.task", original)
        return original(self, context)

    replace(module.BaseEventLoop, "call_exception_handler", call_exception_handler)


def patch_unraisable(module):
    """Watches pytest's own hook. sys.unraisablehook is left to its owner, so if pytest has no hook, such exceptions are
    not recorded."""
    if hasattr(module, "unraisable_hook"):  # pytest has this function from 8.4 on.
        original = module.unraisable_hook

        def unraisable_hook(unraisable, /, **kwargs):
            note(unraisable.exc_value, "unraisable", original)
            return original(unraisable, **kwargs)

        replace(module, "unraisable_hook", unraisable_hook)
    elif hasattr(module, "catch_unraisable_exception"):
        owner = module.catch_unraisable_exception
        method = owner.__dict__["_hook"]

        def _hook(self, unraisable):
            note(unraisable.exc_value, "unraisable", method)
            return method(self, unraisable)

        replace(owner, "_hook", _hook)
