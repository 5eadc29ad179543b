"""The probe begins here, in the controller and in every xdist worker. This part loads the other parts into private
namespaces and never into sys.modules. It waits until pytest's configuration is imported, and registers the probe on the
first Config that is made and on no other."""

import _imp
import marshal
import os
import sys

__builtins__ = dict(__builtins__)  # The probe keeps its own builtins, because tests patch the real ones.
open_file, replace, unlink, urandom = open, os.replace, os.unlink, os.urandom
load, dump, source_hash = marshal.loads, marshal.dumps, _imp.source_hash
# `warnings` (stacklevel) and `logging` pass over frames whose file names contain "importlib" and "_bootstrap". With
# this name they count the frames of a test as they do without the probe.
FOLDER = "<testskew>/importlib._bootstrap/"
CAPS = (("text", 20000), ("frames", 200), ("chain", 10))


class Compiled:
    """The parts of the probe as code objects.

    Compiling them takes a tenth of the work of a short session, so they are kept in a file. There is one file for each
    interpreter, in a folder for exactly these sources. The file holds a hash of the rest, and then a dictionary from
    name to code, in which each code object is marshalled by itself. boot.py has read that file, and whatever was
    damaged is compiled again. `store` is the path of the file, or None if nothing is to be kept; `source(name)` returns
    the text of a part."""

    def __init__(self, source, store, kept, entry):
        self.source, self.store, self.kept, self.fresh = source, store, kept, False
        if store and "entry" not in kept:
            kept["entry"], self.fresh = dump(entry), True

    def code(self, name):
        """Returns the code object of a part."""
        if name in self.kept:
            return load(self.kept[name])
        code = compile(self.source(name), FOLDER + name + ".py", "exec", dont_inherit=True)
        if self.store:
            self.kept[name], self.fresh = dump(code), True
        return code

    def keep(self):
        """Writes the file if it lacks something. Several sessions may do so at once, so the data goes to a file with a
        unique name, which is then renamed. It is no trouble if the folder is not writable for us or has no space
        left."""
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

    `folder` is the folder of the parts, or "" in a worker. `capture` is the folder of the recording. `config` is the
    content of config.json. `worker` is the name of the xdist worker, or "" in the controller."""

    def __init__(self, compiled, folder, capture, config, worker):
        self.compiled, self.folder, self.capture, self.config, self.worker = compiled, folder, capture, config, worker
        self.loaded = {}  # Maps the name of a part to the part.
        self.observer = None  # In an observed session, the observer is told about each module and each test.
        self.servers = self.monitoring = None  # Each of these two is set if its part is wanted.
        self.rootdir = ""  # This is pytest's, from which node ids and places of tests are relative.
        self.controller = False  # This is True if the process hands its tests to xdist's workers.
        # These tell what runs now: the node id and the phase of a test, or the node id of a module and "collect".
        self.node, self.phase = "", ""
        self.left = 0  # So many tests were left out at the end, as nobody waits for them (plugin_until.py).
        # With this copy the probe can tell later what plugins and conftests have changed.
        self.started = dict(os.environ)
        self.begun = [os.isatty(0), os.isatty(1), os.isatty(2)]

    def part(self, name):
        """Returns a part of the probe, which is loaded when it is first asked for."""
        module = self.loaded.get(name)
        if module is None:
            module = type(sys)("testskew." + name)
            module.kit, module.__builtins__ = self, __builtins__
            self.loaded[name] = module
            try:
                exec(self.compiled.code(name), module.__dict__)
            except BaseException:
                # Perhaps no descriptor was left, so the part is loaded again when it is next asked for.
                del self.loaded[name]
                raise
        return module

    def observe(self, method, at, node):
        """Tells the observer, if there is one, that the module or the test `node` begins ("before") or has ended
        ("after"). `at` is "collect" or "test"."""
        if self.observer is not None:
            try:
                getattr(self.observer, method)(at, node)
            except Exception:
                self.trouble("observe")

    def observe_failure(self, node, error):
        """Tells the observer, if there is one that wants to know, with which exception a test failed."""
        failed = getattr(self.observer, "failed", None)
        if failed is not None:
            try:
                failed(node, error)
            except Exception:
                self.trouble("observe")

    def failed(self, failure):
        """Tells the trace, if there is one, what a phase ended with (failures.py)."""
        if "trace" in self.loaded:
            self.part("trace_errors").failed(failure)

    def trouble(self, where):
        """Records a fault of the probe itself, because such a fault must never reach the session. It is called in an
        except block."""
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
        """Returns a standard module that the session itself might not import. The module is imported but not left in
        sys.modules."""
        known = name in sys.modules
        module = __import__(name)
        if not known:
            sys.modules.pop(name, None)
        return module


def start(source, folder, capture, config, worker, store=None, kept=None, entry=None):
    """Prepares the session. If that fails, the session runs without a probe, and the recording shows it. The class
    Compiled explains `source`, `store`, `kept` and `entry`; the class Kit explains the other arguments."""
    kit = Kit(Compiled(source, store, {} if kept is None else kept, entry), folder, capture, config, worker)
    try:
        prepare(kit)
    except Exception:
        kit.trouble("start")


def prepare(kit):
    """Opens the recording of this process and installs everything that must be in place before pytest is imported."""
    caps = kit.config.setdefault("caps", {})
    for name, value in CAPS:
        caps.setdefault(name, value)
    kit.part("record").open_file(kit.capture + "/" + (kit.worker or "main") + ".jsonl")
    if kit.config.get("in_place"):
        if not kit.worker:
            kit.part("place").write()
        kit.part("touched").install()
    if kit.config.get("sandbox"):
        kit.part("sandbox").install()
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
    """Wraps _pytest.config.get_config for one call only, so that sessions within the session (pytester, or pytest.main
    in a test) run without the probe."""
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
