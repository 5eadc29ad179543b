"""Where the probe begins, in the controller and in every xdist worker: loads its other parts into private namespaces (never
sys.modules) and waits for pytest's configuration to be imported, to register itself on the first Config and on no other."""
import _imp         # this one and marshal are in sys.modules from the interpreter's start
import marshal
import os
import sys

__builtins__ = dict(__builtins__)       # the probe's own: tests patch them
read_file, replace, unlink, urandom = open, os.replace, os.unlink, os.urandom
load, dump, source_hash = marshal.loads, marshal.dumps, _imp.source_hash
MAGIC = sys.hexversion
# warnings (stacklevel) and logging pass over frames whose file names contain "importlib" and "_bootstrap": so they count as without the probe.
FOLDER = "<testskew>/importlib._bootstrap/"


class Compiled:
    """The parts as code objects. Compiling them is a tenth of a short session's work, so they are kept in `folder`, one file for each interpreter; None
    keeps nothing. The file begins with a hash of these sources and of what follows: what is damaged, or another probe's, is compiled anew."""

    def __init__(self, folder, sources):
        self.path, self.kept, self.fresh = None, {}, False
        if folder:
            self.sources = "".join([name + sources[name] for name in sorted(sources)]).encode()
            self.path = "%s/%s-%x-%d.code" % (folder, sys.implementation.cache_tag, sys.hexversion, sys.flags.optimize)
            try:
                with read_file(self.path, "rb") as file:
                    mark, data = file.read(8), file.read()
                if mark == self.mark(data):
                    self.kept = load(data)
            except Exception:
                self.kept = {}

    def mark(self, data):
        return source_hash(MAGIC, data + self.sources)

    def code(self, name, source):
        found = self.kept.get(name)
        if found is None:
            found = self.kept[name] = compile(source, FOLDER + name + ".py", "exec", dont_inherit=True)
            self.fresh = True
        return found

    def keep(self):
        """Writes the file where it lacks something. In one step, under a name of its own first: several sessions may do so at once."""
        if not (self.path and self.fresh):
            return
        self.fresh = False
        data, partial = dump(self.kept), "%s.%s" % (self.path, urandom(8).hex())
        try:
            with read_file(partial, "xb") as file:
                file.write(self.mark(data) + data)
            replace(partial, self.path)
        except OSError:                     # not ours to write, or no room
            try:
                unlink(partial)
            except OSError:
                pass


class Kit:
    """What every part of the probe shares. `part(name)` loads a sibling once; `sources` are the texts of all parts."""

    def __init__(self, sources, capture, config, worker):
        self.sources, self.capture, self.config, self.worker = sources, capture, config, worker
        self.loaded = {}
        self.compiled = Compiled(config.get("compiled"), sources)
        self.observer = None                # of an observed session
        self.servers = self.monitoring = None
        self.node, self.phase = "", ""      # what runs now: a test's node id and phase, or a module's and "collect"
        self.started = dict(os.environ)     # to tell what plugins and conftests changed
        self.begun = [os.isatty(0), os.isatty(1), os.isatty(2)]

    def part(self, name):
        module = self.loaded.get(name)
        if module is None:
            module = self.loaded[name] = type(sys)("testskew." + name)
            module.kit, module.__builtins__ = self, __builtins__
            exec(self.compiled.code(name, self.sources[name + ".py"]), module.__dict__)
        return module

    def trouble(self, where):
        """Called in an except block: a fault of the probe itself is recorded and never reaches the session."""
        try:
            kind, error, trace = sys.exc_info()
            last = trace
            while last.tb_next is not None:
                last = last.tb_next
            self.part("record").say({"t": "trouble", "where": where, "message": "%s: %s (%s:%d)" % (
                kind.__name__, str(error)[:500], last.tb_frame.f_code.co_filename, last.tb_lineno)})
        except Exception:
            pass


def borrow(name):
    """A standard module that the session itself might not import: imported, and not left in sys.modules."""
    known = name in sys.modules
    module = __import__(name)
    if not known:
        sys.modules.pop(name, None)
    return module


def read_config(capture):
    # The file is testskew's own; JSON, read without importing json, which a session may well not import itself.
    with read_file(capture + "/config.json", "rb") as file:
        text = file.read().decode("utf-8")
    return eval(text, {"__builtins__": {}, "null": None, "true": True, "false": False})


def start(sources, capture, config, worker):
    """Prepares the session: opens the file of this process, installs what must be there before pytest is imported."""
    kit = Kit(sources, capture, config or read_config(capture), worker)
    kit.borrow = borrow
    caps = kit.config.setdefault("caps", {})
    for name, value in (("text", 20000), ("frames", 200), ("chain", 10)):
        caps.setdefault(name, value)
    kit.part("record").open_file(capture + "/" + (worker or "main") + ".jsonl")
    kit.part("stacks").install(capture + "/" + (worker + "." if worker else "") + "stacks.txt")
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
        module.get_config = original        # nested sessions (pytester, pytest.main in a test) stay bare
        config = original(*args, **kwargs)
        try:
            kit.part("plugin").register(config, module)
            kit.compiled.keep()
        except Exception:
            kit.trouble("register")
        return config

    module.get_config = get_config
