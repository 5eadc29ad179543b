"""Where the probe begins, in the controller and in every xdist worker. Loads its other parts into private namespaces,
never into sys.modules, and waits until pytest's configuration is imported: it registers itself on the first Config that
is made, and on no other."""

import _imp
import marshal
import os
import sys

__builtins__ = dict(__builtins__)  # the probe has builtins of its own, because tests patch them
open_file, replace, unlink, urandom = open, os.replace, os.unlink, os.urandom
load, dump, source_hash = marshal.loads, marshal.dumps, _imp.source_hash
# `warnings` (stacklevel) and `logging` pass over frames whose file names contain "importlib" and "_bootstrap". With
# this name they count the frames of a test as they do without the probe.
FOLDER = "<testskew>/importlib._bootstrap/"
CAPS = (("text", 20000), ("frames", 200), ("chain", 10))


class Compiled:
    """The parts of the probe as code objects.

    Compiling them is a tenth of the work of a short session, so they are kept in a file: one for each interpreter, in a
    folder for exactly these sources. The file is the hash of what follows, then a dictionary of name -> code, each code
    marshalled by itself. boot.py has read it; what is damaged is compiled anew. `store` is its path, or None if nothing
    is to be kept; `source(name)` is the text of a part."""

    def __init__(self, source, store, kept, entry):
        self.source, self.store, self.kept, self.fresh = source, store, kept, False
        if store and "entry" not in kept:
            kept["entry"], self.fresh = dump(entry), True

    def code(self, name):
        """The code object of a part."""
        if name in self.kept:
            return load(self.kept[name])
        code = compile(self.source(name), FOLDER + name + ".py", "exec", dont_inherit=True)
        if self.store:
            self.kept[name], self.fresh = dump(code), True
        return code

    def keep(self):
        """Writes the file if it lacks something: under a name of its own first, then in one step, as several sessions
        may do so at once. A folder that is not ours to write, or that has no room, is no trouble."""
        if not self.fresh:
            return
        self.fresh = False
        data, partial = dump(self.kept), "%s.%s" % (self.store, urandom(8).hex())
        try:
            with open_file(partial, "xb") as file:
                file.write(source_hash(sys.hexversion, data) + data)
            replace(partial, self.store)
        except OSError:
            try:
                unlink(partial)
            except OSError:
                pass


class Kit:
    """What all parts of the probe share. Each part finds it under the global name `kit`.

    `folder` is where the parts lie, "" in a worker; `capture` the folder of the recording; `config` what config.json
    says; `worker` the name of the xdist worker, "" in the controller."""

    def __init__(self, compiled, folder, capture, config, worker):
        self.compiled, self.folder, self.capture, self.config, self.worker = compiled, folder, capture, config, worker
        self.loaded = {}  # name -> part
        self.observer = None  # what looks at each module and test in an observed session
        self.servers = self.monitoring = None  # those parts, if they are wanted
        self.controller = False  # True if this process hands its tests to xdist's workers
        self.node, self.phase = "", ""  # what runs now: a test's node id and phase, or a module's node id and "collect"
        self.started = dict(os.environ)  # tells later what plugins and conftests changed
        self.begun = [os.isatty(0), os.isatty(1), os.isatty(2)]

    def part(self, name):
        """A part of the probe, loaded when it is asked for the first time."""
        module = self.loaded.get(name)
        if module is None:
            module = type(sys)("testskew." + name)
            module.kit, module.__builtins__ = self, __builtins__
            self.loaded[name] = module
            try:
                exec(self.compiled.code(name), module.__dict__)
            except BaseException:
                del self.loaded[name]  # perhaps no descriptor was left: it is tried again
                raise
        return module

    def observe(self, method, at, node):
        """Tells the observer, if there is one, that the module or test `node` begins ("before") or has ended ("after").
        `at` is "collect" or "test"."""
        if self.observer is not None:
            try:
                getattr(self.observer, method)(at, node)
            except Exception:
                self.trouble("observe")

    def trouble(self, where):
        """Records a fault of the probe itself, which must never reach the session. Called in an except block."""
        try:
            kind, error, trace = sys.exc_info()
            last = trace
            while last.tb_next is not None:
                last = last.tb_next
            place = "%s:%d" % (last.tb_frame.f_code.co_filename, last.tb_lineno)
            message = "%s: %s (%s)" % (kind.__name__, str(error)[:500], place)
            self.part("record").say({"t": "trouble", "where": where, "message": message})
        except Exception:
            pass

    def borrow(self, name):
        """A standard module that the session itself might not import. It is imported, and not left in sys.modules."""
        known = name in sys.modules
        module = __import__(name)
        if not known:
            sys.modules.pop(name, None)
        return module


def start(source, folder, capture, config, worker, store=None, kept=None, entry=None):
    """Prepares the session. If that fails the session runs without a probe, which its recording shows. `source`,
    `store`, `kept` and `entry` are those of Compiled, the others those of Kit."""
    kit = Kit(Compiled(source, store, {} if kept is None else kept, entry), folder, capture, config, worker)
    try:
        prepare(kit)
    except Exception:
        kit.trouble("start")


def prepare(kit):
    """Opens the recording of this process and installs what must be there before pytest is imported."""
    caps = kit.config.setdefault("caps", {})
    for name, value in CAPS:
        caps.setdefault(name, value)
    kit.part("record").open_file(kit.capture + "/" + (kit.worker or "main") + ".jsonl")
    kit.part("stacks").install(kit.capture + "/" + (kit.worker + "." if kit.worker else "") + "stacks.txt")
    imports = kit.part("imports")
    imports.install()
    imports.after("_pytest.config", lambda module: wrap_get_config(kit, module), once=True)
    if kit.config.get("server_exceptions", "attach") != "off":
        kit.servers = kit.part("servers")
        kit.part("frameworks").install()
        kit.part("unhandled").install()
        if kit.config.get("monitoring", True) and hasattr(sys, "monitoring"):
            kit.monitoring = kit.part("monitoring")


def wrap_get_config(kit, module):
    """Wraps _pytest.config.get_config for one call, so that nested sessions (pytester, pytest.main in a test) stay
    bare."""
    original = module.get_config

    def get_config(*args, **kwargs):
        module.get_config = original
        config = original(*args, **kwargs)
        try:
            kit.part("plugin").register(config)
            kit.compiled.keep()
        except Exception:
            kit.trouble("register")
        return config

    module.get_config = get_config
