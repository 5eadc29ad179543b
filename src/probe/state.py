"""For observed sessions, finds which pieces of the process's state each collected module and each test leaves changed.
It compares identities, and never calls the equality or the repr of what belongs to the project."""

import sys

record, paths = kit.part("record"), kit.part("paths")
chains = kit.part("chains")
MODULE, FUNCTION = type(sys), type(lambda: 0)
CONTAINERS = (dict, list, set)
BUILTIN = type(len)
# These are attributes of modules, members of classes, and modules that change all the time without meaning anything.
IGNORED = set("last_type last_value last_traceback last_exc __warningregistry__ tempdir _inst __cached__".split())
IGNORED.update("__annotations__ __annotate__".split())
OF_CLASSES = set("__dict__ __weakref__ __doc__ __module__ __abstractmethods__ _abc_impl __static_attributes__".split())
OF_CLASSES.update("__annotations__ __annotations_cache__ __annotate_func__ __firstlineno__".split())
RESTLESS = set("sys builtins __main__ linecache warnings random threading tempfile gc re _thread".split())
PYTEST = ("_pytest", "pytest", "pluggy", "py", "xdist", "execnet", "iniconfig", "testskew")
LIMIT, BIG = 500, 2000
before_all = None
latest = None  # The newest snapshot.
last_entries = {}  # Maps the name of each module to the module, what it held, and the entries made of that.
left = {}  # Maps the identity of each value that was left behind to the value, its kind and its name.
touched = set()  # Holds the kind and the name of everything that was left changed.


def short(value):
    """Says in a few words what a value is, without asking the value."""
    kind = type(value)
    try:
        if kind is MODULE:
            return "module"
        if kind is FUNCTION:
            return "function %s" % value.__qualname__
        if isinstance(kind, type) and isinstance(value, type):
            return "class %s" % chains.type_name(value)
        if kind in (bool, type(None), int, float):
            return repr(value)[:40]
        return chains.type_name(kind)
    except Exception:
        return "?"


class Kept:
    """A value in a snapshot. Holding the value keeps its identity from being used again. The probe may do that here,
    because an observed session is allowed to be visible to the tests."""

    __slots__ = ("value", "text")

    def __init__(self, value, text=None):
        self.value, self.text = value, text

    def same(self, other):
        return self.value is other.value if self.text is None else self.text == other.text

    def show(self):
        return short(self.value) if self.text is None else self.text


def by_text(found, what, name, text, value=None):
    """Keeps a piece of state that is compared by a text."""
    found[what, name] = Kept(value, text)


def is_project(module):
    """Returns True for a module of the project."""
    try:
        name = vars(module).get("__file__")
        return type(name) is str and paths.place(name)[1] == "p"
    except Exception:
        return False


def contents(found, what, value):
    """Adds the entries of a container, which are compared by identity."""
    if len(value) > BIG:
        by_text(found, "container", what, "%d entries" % len(value))
    elif isinstance(value, dict):
        for key, item in list(dict.items(value)):
            found["container", "%s[%s]" % (what, key_name(key)[:200])] = Kept(item)
    elif isinstance(value, list):
        digest = hash(tuple([id(item) for item in value]))
        by_text(found, "container", what, "%d items %s" % (len(value), digest), list(value))
    else:
        digest = hash(frozenset([id(item) for item in value]))
        by_text(found, "container", what, "%d members %s" % (len(value), digest), list(value))


def key_name(key):
    """Returns a name for the key of a dictionary, without asking the key."""
    if type(key) is str:
        return key
    return repr(key)[:80] if type(key) in (int, bytes) else short(key) + " at " + hex(id(key))


class Snapshot:
    """The state of the process and of all modules except pytest's, as {(what, name): Kept} for the process and for each
    module. A module that did not change has the very same entries as in the snapshot before."""

    def __init__(self):
        self.process, self.modules = {}, {}
        kit.part("state_process").process(self.process)
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] not in PYTEST:
                self.modules[name] = entries_of(name, module)

    def beside(self, other):
        """Returns the entries of this snapshot in which the other one may differ."""
        found = dict(self.process)
        for name, entries in self.modules.items():
            if other.modules.get(name) is not entries:
                found.update(entries)
        return found


def entries_of(name, module):
    """Returns what a module holds. Most modules are not the project's and never change, so what was found last time is
    taken again as long as the module, and the classes that it defines, hold the very same objects. The entries keep
    these objects alive, so that no other object can have their identity."""
    mine = type(module) is not MODULE or name in RESTLESS or is_project(module)
    held = None if mine else identities(name, module)
    known = last_entries.get(name)
    if held is not None and known and known[0] is module and known[1] == held:
        return known[2]
    found = {}
    found["sys.modules", name] = Kept(module)
    if type(module) is MODULE and name not in RESTLESS:
        attributes(found, name, module)
    last_entries[name] = module, held, found
    return found


def identities(name, module):
    """Returns the names and identities of all that a module holds, of the members of its classes, and of what is in the
    containers among these."""
    values = list(vars(module).items())
    found = [[(key, id(value)) for key, value in values]]
    for _, value in values:
        if isinstance(value, type) and value.__module__ == name:
            own = list(type.__dict__["__dict__"].__get__(value).items())
            found.append([(key, id(member)) for key, member in own])
            for _, member in own:
                if type(member) in CONTAINERS:
                    inner = list(dict.values(member)) if type(member) is dict else member
                    found.append([id(item) for item in inner])
    return found


def attributes(found, name, module):
    """Adds the attributes of a module."""
    mine = is_project(module)
    for key, value in list(vars(module).items()):
        if key in IGNORED or (key.startswith("@") and not mine):
            continue
        if type(value) is MODULE and (name + "." + key) in sys.modules:
            continue  # This is a submodule, which its import has set.
        attribute(found, name, key, value, mine)


def attribute(found, name, key, value, mine):
    """Adds one attribute of a module. If the module belongs to the project, it also adds what the attribute holds."""
    is_class = isinstance(value, type)
    if mine or key[:1] != "_" or is_class or type(value) is FUNCTION or type(value) is BUILTIN:
        found["attribute", name + ":" + key] = Kept(value)
    if is_class and value.__module__ == name:
        members(found, name, key, value)
    elif mine and not is_class:
        if isinstance(value, CONTAINERS):
            contents(found, name + ":" + key, value)
        elif type(value) not in (FUNCTION, MODULE, str, int):
            inside(found, name + ":" + key, value)


def members(found, name, key, owner):
    """Adds the members of a class."""
    for member, value in list(type.__dict__["__dict__"].__get__(owner).items()):
        if member in OF_CLASSES:
            continue
        found["attribute", "%s:%s.%s" % (name, key, member)] = Kept(value)
        if type(value) in CONTAINERS:
            contents(found, "%s:%s.%s" % (name, key, member), value)


def inside(found, what, value):
    """Adds the containers directly inside an object of a module, such as the dependency_overrides of an application."""
    try:
        held = object.__getattribute__(value, "__dict__")
    except Exception:
        return
    if type(held) is not dict or len(held) > 200:
        return
    for key, item in list(held.items()):
        found["attribute", what + "." + str(key)] = Kept(item)
        if type(item) in CONTAINERS and len(item) <= 200:
            contents(found, what + "." + str(key), item)


def difference(old, new):
    """Returns what changed, in the form of the `state` record. A piece that appeared or disappeared together with its
    module is left out, because the change of the module says it already."""
    fresh = {key[1] for key in new if key[0] == "sys.modules" and (key not in old or not new[key].same(old[key]))}
    fresh.update([key[1] for key in old if key[0] == "sys.modules" and key not in new])

    def of_fresh(key):
        return key[0] in ("attribute", "container") and key[1].partition(":")[0] in fresh

    changed = []
    for key, kept in new.items():
        past = old.get(key)
        if (past is None or not kept.same(past)) and not of_fresh(key) and not harmless(key, past, kept):
            changed.append((key, past, kept))
    changed += [(key, past, None) for key, past in old.items() if key not in new and not of_fresh(key)]
    for key, _, kept in changed[:LIMIT]:
        touched.add(key)
        if kept is not None and kept.text is None:
            left[id(kept.value)] = kept.value, key
    return [describe(key, past, kept) for key, past, kept in changed[:LIMIT]]


def harmless(key, past, kept):
    """Returns True for changes that mean nothing: a plain first import, a logger that was only looked up, and a lazy
    import that was resolved."""
    if past is not None:
        return past.show() == "lazy_import"
    if key[0] == "sys.modules":
        return type(kept.value) is MODULE and getattr(kept.value, "__spec__", None) is not None
    return key[0] == "logging" and kept.text == "level 0  True False"


def describe(key, past, kept):
    """Returns one entry of the record. The values of environment variables are not written."""
    then, now = past and past.show(), kept and kept.show()
    if key[0] == "environ":
        then, now = past and "set", kept and "set"
    return {"what": key[0], "name": key[1], "before": then, "after": now, "project": of_project(*key)}


def of_project(what, name):
    """Returns True for state of a module that is the project's, wherever tests have put its folder on sys.path, even if
    something else stands for that module now."""
    if what not in ("sys.modules", "attribute", "container"):
        return False
    name = name.partition(":")[0]
    if is_project(sys.modules.get(name)):
        return True
    top = name.partition(".")[0]
    for folder in list(sys.path):
        if type(folder) is str and paths.place((folder or ".") + "/x.py")[1] == "p":
            if paths.exists("%s/%s.py" % (folder or ".", top)) or paths.exists("%s/%s" % (folder or ".", top)):
                return True
    return False


def fresh_modules(known, node):
    """Returns the names of the project's modules that are not in `known`, without the test module `node` itself and
    without conftests, which pytest holds."""
    own, found = node.partition("::")[0], []
    for name, module in list(sys.modules.items()):
        if name not in known and is_project(module):
            path = paths.place(vars(module)["__file__"])[0]
            if path != own and path.rpartition("/")[2] != "conftest.py":
                found.append(name)
    return found


def before(at, name):
    """Takes a snapshot before a module or a test begins."""
    global before_all
    before_all = Snapshot()


def after(at, name):
    """Writes what a module or a test has left changed."""
    global before_all, latest
    if before_all is None:
        return
    now = latest = Snapshot()
    changed = difference(before_all.beside(now), now.beside(before_all))
    known = set(before_all.modules)
    before_all = None
    if changed:
        fresh = len(fresh_modules(known, name))
        record.say({"t": "state", "at": at, "id": name, "changed": changed, "fresh": fresh})


def failed(name, error):
    """Writes what the failure of a test has to do with what was left behind."""
    if touched:
        kit.part("reach").failed(name, error, {number: key for number, (_, key) in left.items()}, touched)
