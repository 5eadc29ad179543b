"""Waits in every Python process of a command for the one that becomes pytest, and brings the probe in there
(`testskew record --here`).

testskew copies this file as sitecustomize.py to a folder of its own, puts that folder into PYTHONPATH, and names it in
TESTSKEW_IN_PLACE. Once pytest's configuration is imported, both variables are as they were, so that no test sees them;
only whatever pytest does not run in still has them. Other Pythons may read this file, so Python 2 must be able to."""

import os
import sys

VARIABLE = "TESTSKEW_IN_PLACE"


def leave_path(folder):
    """Takes the folder out of sys.path, and runs the sitecustomize that this one has hidden."""
    if os.environ.get("PYTHONPATH") == folder + ":":
        # The variable was set to nothing, which Python takes for no path, and the empty part behind the colon for the
        # working directory.
        place = sys.path.index(folder)
        del sys.path[place + 1 : place + 2]
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    sys.path_importer_cache.pop(folder, None)
    mine = sys.modules.pop("sitecustomize", None)
    try:
        __import__("sitecustomize")
    except ImportError as error:
        if getattr(error, "name", "sitecustomize") != "sitecustomize":
            raise
        sys.modules["sitecustomize"] = mine  # Who imports it now looks for it there.


def leave_environ(folder, environ):
    """Takes both variables out of a dictionary of variables."""
    environ.pop(VARIABLE, None)
    path = environ.get("PYTHONPATH", "")
    if path == folder:
        del environ["PYTHONPATH"]
    elif path.startswith(folder + ":"):
        environ["PYTHONPATH"] = path[len(folder) + 1 :]


def with_variables(folder, environ):
    """A copy of the variables in which both are set."""
    result = dict(environ)
    leave_environ(folder, result)
    result["PYTHONPATH"] = folder + ":" + result["PYTHONPATH"] if "PYTHONPATH" in result else folder
    result[VARIABLE] = folder
    return result


def start_probe(folder):
    """Starts the probe, with a capture folder of its own beside those of other sessions."""
    with open(os.path.join(folder, "probe.txt")) as file:
        probe = file.read()
    sessions = os.path.join(folder, "sessions")
    capture = os.path.join(sessions, "%d-%s" % (os.getpid(), os.urandom(4).hex()))
    os.mkdir(capture, 0o700)
    with open(os.path.join(folder, "config.json"), "rb") as file:
        config = file.read()
    with open(os.path.join(capture, "config.json"), "wb") as file:
        file.write(config)
    with open(os.path.join(probe, "boot.py")) as file:
        boot = {"__name__": "testskew.boot"}
        exec(compile(file.read(), "<testskew>/importlib._bootstrap/boot.py", "exec", dont_inherit=True), boot)
    boot["_start_probe"](sys, probe, capture)


class Waiting:
    """A finder that finds nothing. It notices which modules are imported."""

    def __init__(self, folder):
        self.folder = folder

    def find_spec(self, name, path=None, target=None):
        if name == "_pytest.config":
            return self.enter(name, path, target)
        if name in ("tox.tox_env.api", "tox.venv"):
            return self.watched(name, path, target)
        return None

    def others(self, name, path, target):
        """What the other finders find."""
        for finder in sys.meta_path[:]:
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
        return None

    def enter(self, name, path, target):
        """This process becomes pytest."""
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]
        leave_environ(self.folder, os.environ)
        try:
            start_probe(self.folder)
        except Exception:
            pass  # The tests run all the same; the recording says that the probe is not there.
        return self.others(name, path, target)

    def watched(self, name, path, target):
        """tox gives the tests few of its own variables. They get the two of ours as well."""
        spec = self.others(name, path, target)
        if spec is None or not hasattr(spec.loader, "exec_module"):
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            try:
                (tox_4 if name == "tox.tox_env.api" else tox_3)(module, self.folder)
            except Exception:
                pass

        spec.loader.exec_module = exec_module
        return spec


def tox_4(module, folder):
    original = module.ToxEnv.environment_variables.fget
    module.ToxEnv.environment_variables = property(lambda self: with_variables(folder, original(self)))


def tox_3(module, folder):
    original = module.VirtualEnv._get_os_environ
    module.VirtualEnv._get_os_environ = lambda self, *args, **kwargs: with_variables(
        folder, original(self, *args, **kwargs)
    )


def arrive():
    folder = os.path.dirname(os.path.abspath(__file__))
    leave_path(folder)
    if sys.version_info >= (3, 8) and os.environ.get(VARIABLE) == folder:
        sys.meta_path.insert(0, Waiting(folder))


try:
    arrive()
except Exception:
    pass
