"""Runs something right after a named module was executed, whenever that is: late, reloaded, purged and imported again. Wraps
PathFinder.find_spec, so sys.meta_path stays as it is; touches no other import, and imports nothing itself."""

import sys

wanted = {}  # module name -> [(callback, once)]
PathFinder = None


def install():
    global PathFinder
    for finder in sys.meta_path:
        if getattr(finder, "__name__", "") == "PathFinder":
            PathFinder = finder
    if PathFinder is None:
        raise ImportError("sys.meta_path has no PathFinder")
    original = PathFinder.__dict__["find_spec"].__func__

    def find_spec(cls, fullname, path=None, target=None):
        spec = original(cls, fullname, path, target)
        if fullname in wanted and spec is not None and hasattr(spec.loader, "exec_module"):
            attend(spec.loader, fullname)
        return spec

    find_spec.__qualname__, find_spec.__module__, find_spec.__doc__ = (
        original.__qualname__,
        original.__module__,
        original.__doc__,
    )
    PathFinder.find_spec = classmethod(find_spec)
    after("_pytest.assertion.rewrite", watch_rewriting, once=True)


def watch_rewriting(module):
    """pytest loads by itself every module whose file's name looks like a test's: aiohttp/test_utils.py, and all where python_files is *.py."""
    owner = module.AssertionRewritingHook
    original = owner.__dict__["find_spec"]

    def find_spec(self, name, *args, **kwargs):
        spec = original(self, name, *args, **kwargs)
        if name in wanted and spec is not None and spec.loader is self:
            attend(self, name)
        return spec

    for attribute in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(find_spec, attribute, getattr(original, attribute, None))
    find_spec.__wrapped__ = original
    owner.find_spec = find_spec


def attend(loader, name):
    execute = loader.exec_module

    def exec_module(module):
        if module.__name__ != name:  # of another thread, by the same loader
            return execute(module)
        try:
            del loader.exec_module  # only this once; the loader is again what it was
        except AttributeError:
            pass
        try:
            execute(module)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # 3.11 and later: no frame of ours in what the user sees
            raise
        notify(module, name)

    try:
        loader.exec_module = exec_module
    except AttributeError:
        pass


def notify(module, name):
    if type(module) is not type(sys):  # a mock in its place
        return
    for callback, once in wanted.get(name, [])[:]:
        if once:
            wanted[name].remove((callback, once))
            if not wanted[name]:
                del wanted[name]
        try:
            callback(module)
        except Exception:
            kit.trouble("imports " + name)


def after(name, callback, once=False):
    """callback(module) after each execution of the module `name`; now, where it has been imported already."""
    wanted.setdefault(name, []).append((callback, once))
    if type(sys.modules.get(name)) is type(sys) and getattr(sys.modules[name], "__spec__", None) is not None:
        notify(sys.modules[name], name)
