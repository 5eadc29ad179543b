"""Finds the name of an object of a library. It looks only at types and at the dictionaries of classes and modules, so
that no code of the project runs."""

import functools
import sys

paths = kit.part("paths")
MODULE, FUNCTION, BUILTIN, METHOD = type(sys), type(lambda: 0), type(len), type(kit.part)
DESCRIPTOR, WRAPPER = type(str.join), type(str.__add__)
CLASS_DESCRIPTOR = type(dict.__dict__["fromkeys"])
PARTIAL = functools.partial
MISSING = object()
module_dict, class_dict = MODULE.__dict__["__dict__"].__get__, type.__dict__["__dict__"].__get__
mro_of, module_of = type.__dict__["__mro__"].__get__, type.__dict__["__module__"].__get__
qualname_of = type.__dict__["__qualname__"].__get__
# These are the names that people write for some modules.
MODULES = {"posix": "os", "nt": "os", "posixpath": "os.path", "ntpath": "os.path", "_io": "io"}


def is_a(value, kind):
    """Works like isinstance, but without __class__ and __instancecheck__, which the project may define."""
    return kind in mro_of(type(value))


def module_kind(module):
    """Returns the kind of a module: "l" for the standard library, "s" for site-packages, and "" for anything else. A
    module of the project that has the same name as a library's also gives ""."""
    if not is_a(module, MODULE):
        return ""
    namespace = module_dict(module)
    name, file = namespace.get("__name__"), namespace.get("__file__")
    if type(name) is not str or type(sys.modules) is not dict or sys.modules.get(name) is not module:
        return ""
    if type(file) is str:
        kind = paths.place(file)[1]
        return kind if kind in ("l", "s") else ""
    return "l" if name in sys.builtin_module_names else ""


def module_name(module):
    """Returns the name of a library's module, as people write it."""
    name = module_dict(module)["__name__"]
    return MODULES.get(name, name)


def walk_name(module, qualname):
    """Returns the value of a dotted name, read from dictionaries only, or MISSING."""
    value = module
    for part in qualname.split("."):
        if is_a(value, MODULE):
            value = module_dict(value).get(part, MISSING)
        elif is_a(value, type):
            value = class_dict(value).get(part, MISSING)
        else:
            return MISSING
    return plain_callable(value)


def plain_callable(value):
    """Returns the function in a staticmethod or a classmethod, and any other value as it is."""
    return value.__func__ if type(value) in (staticmethod, classmethod) else value


def is_public(name):
    """Returns True if no part of a dotted name begins with an underscore."""
    return not [part for part in name.split(".") if part.startswith("_")]


def name_of(module, qualname, value):
    """Returns (name, kind) of an object that calls itself module.qualname, or None if that name leads to another
    object. The name is the shortest public one: unittest.TestCase for unittest.case.TestCase."""
    if type(module) is not str or type(qualname) is not str or "<" in qualname:
        return None
    home = sys.modules.get(module) if type(sys.modules) is dict else None
    kind = module_kind(home) if home is not None else ""
    if not kind or walk_name(home, qualname) is not value:
        return None
    first = qualname.partition(".")[0]
    wanted = module_dict(home)[first]
    found = package_with(module, first, wanted)
    if not found and is_public(module):
        found = MODULES.get(module, module)
    if not found:
        found = public_module_with(module, first, wanted, kind)
        found = MODULES.get(found, found) or module
    return found + "." + qualname, kind


def package_with(module, first, wanted):
    """Returns the outermost public package around a module that also has `wanted` under the name `first`, or "" if
    there is none."""
    parent = module.partition(".")[0]
    while parent != module:
        package = sys.modules.get(parent)
        if package is not None and is_public(parent) and type(package) is MODULE:
            if module_dict(package).get(first, MISSING) is wanted:
                return parent
        parent = module[: len(parent) + 1] + module[len(parent) + 1 :].partition(".")[0]
    return ""


def public_module_with(module, first, wanted, kind):
    """Returns the public module with the shortest name that also has what the private module has, or "" if there is
    none."""
    top, best = module.partition(".")[0], ""
    for name, other in list(sys.modules.items()):
        if type(name) is not str or not is_public(name) or type(other) is not MODULE:
            continue
        if best and (len(name), name) >= (len(best), best):
            continue
        if kind == "l" or name.partition(".")[0] == top:
            if module_dict(other).get(first, MISSING) is wanted and module_kind(other) == kind:
                best = name
    return best


def class_name(value):
    """Returns (name, kind) of a library's class, or None for other classes."""
    return name_of(module_of(value), qualname_of(value), value)


def library_class(value):
    """Returns the first class of a library among a class and its bases."""
    for base in mro_of(value):
        if base is not object:
            found = class_name(base)
            if found:
                return found
    return None


def callable_name(value):
    """Returns (name, kind, names by which errors may call it) of a library's class or function, or None for anything
    else."""
    kind = type(value)
    if is_a(value, type):
        found = class_name(value)
        own = value.__name__ if kind is type else qualname_of(value).rpartition(".")[2]
        return found and found + ((own, "__init__", "__new__", "__call__"),)
    if kind is PARTIAL:
        return callable_name(value.func)
    if kind in (staticmethod, classmethod):
        return callable_name(value.__func__)
    if kind is FUNCTION:
        if paths.place(value.__code__.co_filename)[1] not in ("l", "s"):
            return None
        found = name_of(value.__module__, value.__qualname__, value)
        return found and found + ((value.__name__, value.__code__.co_name),)
    if kind is METHOD:
        return method_name(value)
    if kind is BUILTIN:
        return builtin_name(value)
    if kind in (DESCRIPTOR, WRAPPER, CLASS_DESCRIPTOR):
        found = class_name(value.__objclass__)
        return found and (found[0] + "." + value.__name__, found[1], (value.__name__,))
    return None


def method_name(value):
    """Returns what callable_name returns, for a bound method. If its module offers the bound method as a function, as
    random.shuffle is, the name is that of the module."""
    inner = value.__func__
    if type(inner) is not FUNCTION:
        return None
    home = sys.modules.get(inner.__module__) if type(inner.__module__) is str else None
    if home is not None and module_kind(home) and module_dict(home).get(inner.__name__) is value:
        return module_name(home) + "." + inner.__name__, module_kind(home), (inner.__name__,)
    return callable_name(inner)


def builtin_name(value):
    """Returns what callable_name returns, for a function written in C or a method of a class written in C."""
    owner, name = value.__self__, value.__name__
    if owner is None or is_a(owner, MODULE):
        module = value.__module__ if owner is None else module_dict(owner).get("__name__")
        found = name_of(module, name, value)
    else:
        found = library_class(owner if is_a(owner, type) else type(owner))
        found = found and (found[0] + "." + name, found[1])
    return found and found + ((name,),)
