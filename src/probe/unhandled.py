"""What Python itself does with an exception that nobody takes: threads that die, asyncio's tasks whose result nobody
asked for, exceptions in `__del__`. They are seen one step before the hook that a test, or pytest, sets for them; that
hook gets what it always got."""

import sys

servers, replace = kit.servers, kit.part("patching").replace
exc_info = sys.exc_info


def install():
    after = kit.part("imports").after
    after("threading", patch_threading)
    after("asyncio.base_events", patch_asyncio)
    after("_pytest.unraisableexception", patch_unraisable)


def note(error, hook, owner):
    """Records an exception that the function `owner` of Python, or of pytest, took. It is said alike on every version,
    so that two sides can be compared."""
    try:
        if isinstance(error, Exception) and kit.phase != "collect":
            servers.saw_unhandled(error, hook, owner)
    except Exception:
        kit.trouble("unhandled." + hook)


def patch_threading(module):
    """threading.excepthook is the tests' to replace. What calls it is made for each thread, and is watched instead."""
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
    """Watches pytest's own hook. sys.unraisablehook stays whoever's it is, so where pytest has no hook such exceptions
    are not recorded."""
    if hasattr(module, "unraisable_hook"):  # 8.4 and later
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
