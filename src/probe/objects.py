"""Leaves the probe's own objects out of what gc.get_objects returns, so that a test which counts objects gets the same
difference with the probe as without it. What the probe keeps of exceptions until the end of a phase would be counted
otherwise."""

import sys

patched = None  # This is the module `gc` whose function was replaced.


def install():
    """Wraps gc.get_objects once somebody has imported `gc`. It is called again when a module has been collected."""
    global patched
    module = sys.modules.get("gc")
    if module is patched or type(module) is not type(sys):
        return
    patched = module
    original = module.get_objects

    def get_objects(generation=None):
        found = original(generation)
        try:
            own = known()
            found[:] = [each for each in found if id(each) not in own]
        except Exception:
            kit.trouble("objects")
        return found

    for name in ("__qualname__", "__module__", "__doc__"):
        setattr(get_objects, name, getattr(original, name))
    module.get_objects = get_objects


def known():
    """Returns the identities of the probe's containers, of what they contain, and of the probe's records."""
    # What belongs to the interpreter is no object of the probe, even if a part has a name for it.
    seen = {id(each) for each in (sys.__dict__, sys.modules, sys.path, sys.meta_path, sys.path_importer_cache)}
    mine = set()
    queue = [part.__dict__ for name, part in list(kit.loaded.items()) if not name.startswith(OBSERVERS)]
    while queue:
        value = queue.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        kind = type(value)
        if kind is dict:
            inner = list(value) + list(value.values())
        elif kind in (list, tuple, set, frozenset):
            inner = list(value)
        elif type.__getattribute__(kind, "__module__") in OWN:
            inner = attributes(value)
        else:
            continue
        mine.add(id(value))
        queue.extend([each for each in inner if type(each) not in PLAIN])
    return mine


PLAIN = frozenset([str, int, float, bool, bytes, type(None), type, type(known), type(sys), type(known.__code__)])
# The parts of observed sessions hold objects of the project.
OBSERVERS = ("trace", "state", "undo", "watch", "pieces")
# The parts' names, which the classes of the probe have as their modules.
OWN = frozenset(["testskew." + name for name in "flights requests servers failures monitoring_tool".split()])


def attributes(value):
    """Returns what an object of one of the probe's classes holds."""
    found = []
    if hasattr(value, "__dict__"):
        found.append(value.__dict__)
    for name in getattr(type(value), "__slots__", ()):
        if hasattr(value, name):
            found.append(getattr(value, name))
    if isinstance(value, dict):
        found.extend(list(value.values()))
    return found
