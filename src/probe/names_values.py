"""Finds the value of an expression in a frame without running code of the project. It uses the dictionaries of modules,
classes and instances, and C descriptors."""

import sys

objects = kit.part("names_objects")
MODULE, FUNCTION, BUILTIN, MISSING = objects.MODULE, objects.FUNCTION, objects.BUILTIN, objects.MISSING
DESCRIPTOR, WRAPPER, CLASS_DESCRIPTOR = objects.DESCRIPTOR, objects.WRAPPER, objects.CLASS_DESCRIPTOR
PROPERTY = property
CALLABLES = (FUNCTION, staticmethod, classmethod, DESCRIPTOR, WRAPPER, CLASS_DESCRIPTOR, BUILTIN)
GETSET, MEMBER = type(type.__dict__["__dict__"]), type(FUNCTION.__dict__["__globals__"])
module_dict, class_dict, mro_of = objects.module_dict, objects.class_dict, objects.mro_of
module_of, is_a, class_name, plain_callable = (
    objects.module_of,
    objects.is_a,
    objects.class_name,
    objects.plain_callable,
)
LAZY_LOCALS = sys.version_info >= (3, 13)  # From 3.13 on, reading f_locals leaves nothing behind.
RUNNABLE = 0x2A0  # These are the flags of a generator, a coroutine and an asynchronous generator.


class Names:
    """The names that a frame sees. Reading them leaves nothing behind."""

    def __init__(self, place):
        frame, code = place.tb_frame, place.tb_frame.f_code
        self.globals, self.builtins = frame.f_globals, frame.f_builtins
        self.locals, self.snapshot = None, None
        # Without the flag, this is the body of a module or of a class, and f_locals is its real namespace.
        if not code.co_flags & 1 or LAZY_LOCALS:
            self.locals = frame.f_locals
        elif finished(frame, place.tb_lasti):
            self.locals = self.snapshot = frame.f_locals

    def __call__(self, name):
        """Returns the value of a name, or MISSING."""
        value = self.local(name)
        if value is MISSING:
            value = dict.get(self.globals, name, MISSING)
        return dict.get(self.builtins, name, MISSING) if value is MISSING else value

    def local(self, name):
        if self.locals is None:
            return MISSING
        if is_a(self.locals, dict):
            return dict.get(self.locals, name, MISSING)
        if not LAZY_LOCALS or type(self.locals).__name__ != "FrameLocalsProxy":
            return MISSING
        try:
            return self.locals[name]
        except KeyError:
            return MISSING

    def close(self):
        """Lets go of the frame. The snapshot is cleared if nobody else asked for locals(). In that case there are four
        references to it: one of the frame, two of this object, and one of the call below."""
        if self.snapshot is not None and sys.getrefcount(self.snapshot) <= 4:
            self.snapshot.clear()
        self.locals = self.snapshot = None


def finished(frame, lasti):
    """Returns True if a frame will not run again. Then nobody sees what frame.f_locals leaves in it (3.12 and
    earlier)."""
    if frame.f_code.co_flags & RUNNABLE and frame.f_lasti != lasti:  # The frame may only be waiting.
        return False
    running = sys._getframe()
    while running is not None:
        if running is frame:
            return False
        running = running.f_back
    return True


class Instance:
    """A value of which only the class is known."""

    def __init__(self, kind):
        self.kind = kind


LITERALS = {
    "JoinedStr": str,
    "List": list,
    "ListComp": list,
    "Tuple": tuple,
    "Dict": dict,
    "DictComp": dict,
    "Set": set,
    "SetComp": set,
}


def value_of(node, names):
    """Returns the value of a node: an object, an Instance, or MISSING."""
    kind = type(node).__name__
    if kind == "Name":
        return names(node.id)
    if kind == "Attribute":
        return member_of(value_of(node.value, names), node.attr)
    if kind == "Constant":
        return Instance(type(node.value))
    if kind in LITERALS:
        return Instance(LITERALS[kind])
    if kind == "Call":
        made = value_of(node.func, names)
        if made is not MISSING and type(made) is not Instance and is_a(made, type) and makes_instances(made):
            return Instance(made)
    if kind == "NamedExpr":
        return value_of(node.value, names)
    if kind == "BinOp" and type(node.op).__name__ == "Div":  # This joins a path and a part of a path.
        left = value_of(node.left, names)
        held = left.kind if type(left) is Instance else type(left) if left is not MISSING else object
        if module_of(held) in ("pathlib", "pathlib._local") and class_name(held):
            return Instance(held)
    return MISSING


def makes_instances(made):
    """Returns True for a library's class that gives instances of itself when it is called. A __new__ written in Python
    may return something else. The one of pathlib returns a subclass, which has the same methods."""
    if made is type or not class_name(made):
        return False
    if module_of(made).startswith(("pathlib", "builtins")):
        return True
    for base in mro_of(made):
        if base is not object and type(plain_callable(class_dict(base).get("__new__"))) is FUNCTION:
            return False
    return True


def in_class(value, name):
    """Returns what a class or one of its bases has under a name, or MISSING."""
    for base in mro_of(value):
        found = class_dict(base).get(name, MISSING)
        if found is not MISSING:
            return found
    return MISSING


def instance_dict(value):
    """Returns the dictionary of an object, which is empty if the object has none of its own."""
    held = in_class(type(value), "__dict__")
    found = held.__get__(value) if type(held) is GETSET else None
    return found if type(found) is dict else {}


def member_of(value, name):
    """Returns the value of value.name without asking the value: an object, or MISSING if it is not known."""
    if value is MISSING:
        return MISSING
    if type(value) is Instance:
        found = in_class(value.kind, name)
        return plain_callable(found) if type(found) is not PROPERTY else MISSING
    if is_a(value, MODULE):
        return module_dict(value).get(name, MISSING)
    if is_a(value, type):
        return plain_callable(in_class(value, name))
    found = instance_dict(value).get(name, MISSING)
    if found is not MISSING:
        return found
    found = in_class(type(value), name)
    if type(found) is MEMBER:  # This is a member of __slots__.
        try:
            return found.__get__(value)
        except AttributeError:
            return MISSING
    return plain_callable(found) if type(found) in CALLABLES else MISSING


def called(node, value, names):
    """Returns the callable_name of the function that a call calls. If the expression goes through a module, the name is
    that of the module."""
    found = objects.callable_name(value) if type(value) is not Instance else None
    if found and type(node.func).__name__ == "Attribute":
        owner = value_of(node.func.value, names)
        if owner is not MISSING and type(owner) is not Instance and is_a(owner, MODULE):
            if objects.module_kind(owner) == found[1]:
                return objects.module_name(owner) + "." + node.func.attr, found[1], found[2]
    return found
