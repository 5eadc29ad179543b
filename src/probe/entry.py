"""Where the probe begins, in the controller and in every xdist worker: loads its other parts into private namespaces (never
sys.modules) and waits for pytest's configuration to be imported, to register itself on the first Config and on no other."""

import _imp
import marshal
import os
import sys

__builtins__ = dict(__builtins__)  # the probe's own: tests patch them
open_file, replace, unlink, urandom = open, os.replace, os.unlink, os.urandom
load, dump, source_hash = marshal.loads, marshal.dumps, _imp.source_hash
# warnings (stacklevel) and logging pass over frames whose file names contain "importlib" and "_bootstrap": so they count as without the probe.
FOLDER = "<testskew>/importlib._bootstrap/"


class Compiled:
    """The parts as code objects. Compiling them is a tenth of a short session's work, so they are kept in a file, one for each interpreter, in a
    folder for exactly these sources: the hash of what follows, then name -> code, each marshalled by itself. boot.py has read it; what is damaged is
    compiled anew. `store` is its path, or None to keep nothing; `source(name)` is the text of a part."""

    def __init__(self, source, store, kept, entry):
        self.source, self.store, self.kept, self.fresh = source, store, kept, False
        if store and "entry" not in kept:
            kept["entry"], self.fresh = dump(entry), True

    def code(self, name):
        if name in self.kept:
            return load(self.kept[name])
        code = compile(self.source(name), FOLDER + name + ".py", "exec", dont_inherit=True)
        if self.store:
            self.kept[name], self.fresh = dump(code), True
        return code

    def keep(self):
        """Writes the file where it lacks something. In one step, under a name of its own first: several sessions may do so at once."""
        if not self.fresh:
            return
        self.fresh = False
        data, partial = dump(self.kept), "%s.%s" % (self.store, urandom(8).hex())
        try:
            with open_file(partial, "xb") as file:
                file.write(source_hash(sys.hexversion, data) + data)
            replace(partial, self.store)
        except OSError:  # not ours to write, or no room
            try:
                unlink(partial)
            except OSError:
                pass


class Kit:
    """What every part of the probe shares. `part(name)` loads a sibling once; `folder` is where they lie, "" in a worker."""

    def __init__(self, compiled, folder, capture, config, worker):
        self.compiled, self.folder, self.capture, self.config, self.worker = compiled, folder, capture, config, worker
        self.loaded = {}
        self.observer = None  # of an observed session
        self.servers = self.monitoring = None
        self.node, self.phase = "", ""  # what runs now: a test's node id and phase, or a module's and "collect"
        self.started = dict(os.environ)  # to tell what plugins and conftests changed
        self.begun = [os.isatty(0), os.isatty(1), os.isatty(2)]

    def part(self, name):
        module = self.loaded.get(name)
        if module is None:
            module = type(sys)("testskew." + name)
            module.kit, module.__builtins__ = self, __builtins__
            self.loaded[name] = module
            try:
                exec(self.compiled.code(name), module.__dict__)
            except BaseException:
                del self.loaded[name]  # no descriptor was left: it is tried again
                raise
        return module

    def trouble(self, where):
        """Called in an except block: a fault of the probe itself is recorded and never reaches the session."""
        try:
            kind, error, trace = sys.exc_info()
            last = trace
            while last.tb_next is not None:
                last = last.tb_next
            self.part("record").say(
                {
                    "t": "trouble",
                    "where": where,
                    "message": "%s: %s (%s:%d)"
                    % (kind.__name__, str(error)[:500], last.tb_frame.f_code.co_filename, last.tb_lineno),
                }
            )
        except Exception:
            pass


def borrow(name):
    """A standard module that the session itself might not import: imported, and not left in sys.modules."""
    known = name in sys.modules
    module = __import__(name)
    if not known:
        sys.modules.pop(name, None)
    return module


def start(source, folder, capture, config, worker, store=None, kept=None, entry=None):
    """Prepares the session. Where that fails it has no probe, which the recording shows, but it is a session. The last three: see Compiled."""
    kit = Kit(Compiled(source, store, {} if kept is None else kept, entry), folder, capture, config, worker)
    try:
        prepare(kit)
    except Exception:
        kit.trouble("start")


def prepare(kit):
    """Opens the file of this process, installs what must be there before pytest is imported."""
    kit.borrow = borrow
    caps = kit.config.setdefault("caps", {})
    for name, value in (("text", 20000), ("frames", 200), ("chain", 10)):
        caps.setdefault(name, value)
    kit.part("record").open_file(kit.capture + "/" + (kit.worker or "main") + ".jsonl")
    kit.part("stacks").install(kit.capture + "/" + (kit.worker + "." if kit.worker else "") + "stacks.txt")
    imports = kit.part("imports")
    imports.install()
    imports.after("_pytest.config", lambda module: wrap_get_config(kit, module), once=True)
    if kit.config.get("server_exceptions", "attach") != "off":
        kit.servers = kit.part("servers")
        kit.servers.install()
        kit.part("hooks").install()
        if kit.config.get("monitoring", True) and hasattr(sys, "monitoring"):
            kit.monitoring = kit.part("monitoring")


def wrap_get_config(kit, module):
    original = module.get_config

    def get_config(*args, **kwargs):
        module.get_config = original  # nested sessions (pytester, pytest.main in a test) stay bare
        config = original(*args, **kwargs)
        try:
            kit.part("plugin").register(config, module)
            kit.compiled.keep()
        except Exception:
            kit.trouble("register")
        return config

    module.get_config = get_config
