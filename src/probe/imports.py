"""Runs a callback right after a named module was executed, whether the module is imported late, reloaded, or purged and
imported again. It wraps PathFinder.find_spec, so that sys.meta_path stays as it is. It touches no other import and
imports nothing itself."""

import sys

wanted = {}  # Maps the name of a module to a list of (callback, once).
PathFinder = None


def install():
    """Wraps the finder. It raises ImportError if sys.meta_path has no PathFinder."""
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

    for attribute in ("__qualname__", "__module__", "__doc__"):
        setattr(find_spec, attribute, getattr(original, attribute))
    PathFinder.find_spec = classmethod(find_spec)
    after("_pytest.assertion.rewrite", watch_rewriting, once=True)


def watch_rewriting(module):
    """Wraps pytest's own finder as well. That finder loads every module whose file is named like a test, such as
    aiohttp/test_utils.py, and all modules if python_files is *.py."""
    owner = module.AssertionRewritingHook
    original = owner.__dict__["find_spec"]

    def find_spec(self, name, *args, **kwargs):
        spec = original(self, name, *args, **kwargs)
        if name in wanted and spec is not None and spec.loader is self:
            attend(self, name)
        return spec

    kit.part("patching").replace(owner, "find_spec", find_spec)


def attend(loader, name):
    """Makes a loader report once that it has executed the module `name`. After that the loader is what it was
    before."""
    execute = loader.exec_module

    def exec_module(module):
        if module.__name__ != name:  # Another thread loads another module with the same loader.
            return execute(module)
        try:
            del loader.exec_module
        except AttributeError:
            pass
        try:
            execute(module)
        except BaseException as error:
            # From 3.11 on, this removes the probe's frame from what the user sees.
            error.__traceback__ = error.__traceback__.tb_next
            raise
        notify(module, name)

    try:
        loader.exec_module = exec_module
    except AttributeError:
        pass


def notify(module, name):
    """Calls the callbacks that wait for a module, unless a mock stands in the place of the module."""
    if type(module) is not type(sys):
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
    """Calls callback(module) after each execution of the module `name`, and at once if the module has been imported
    already."""
    wanted.setdefault(name, []).append((callback, once))
    if type(sys.modules.get(name)) is type(sys) and getattr(sys.modules[name], "__spec__", None) is not None:
        notify(sys.modules[name], name)
