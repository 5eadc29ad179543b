"""For observed sessions, finds one named piece of state (state.py), keeps what it is, and sets it back to that later. A
container keeps its identity: only the named entry of it is set back."""

import os
import sys

state = kit.part("state")
Kept, MODULE = state.Kept, state.MODULE
MISSING = Kept(None, "(missing)")
ABSENT = object()  # Stands for a value that is not there.


class Piece:
    """A piece of state, by the kind and the name that a `state` record gives it."""

    def __init__(self, what, name):
        self.what, self.name = what, name
        self.kept, self.saved = MISSING, None

    def look(self, process=None):
        """Returns the piece in the form that a snapshot has. It reads that piece alone if possible, because this is
        fast. `process` is what state_process.py has found at this moment, if that is known."""
        try:
            if self.what == "sys.modules":
                return Kept(sys.modules[self.name])
            if self.what == "environ":
                return Kept(None, os.environ[self.name])
            if self.what == "attribute":
                owner, last, _ = holder(self.name)
                return Kept(member(owner, last))
            found = {} if process is None or self.what == "container" else process
            if self.what == "container":
                owner, last, _ = holder(self.name)
                state.contents(found, self.name.partition("[")[0], member(owner, last))
            elif process is None:
                kit.part("state_process").process(found)
            return found[self.what, self.name]
        except Exception:
            return MISSING

    def keep(self):
        """Keeps what the piece is now."""
        self.kept = self.look()
        take = SAVED.get(self.what) or kit.part("pieces_process").SAVED.get(self.what)
        try:
            self.saved = take and (take[0](self.name),)
        except Exception:
            self.saved = None  # Its owner is not there yet.

    def set_back(self, node):
        """Makes the piece what it was when it was kept. `node` is the module or test that has changed it. Returns
        whether it is so now."""
        if self.saved is None:
            return False
        give = SAVED.get(self.what) or kit.part("pieces_process").SAVED[self.what]
        give[1](self.name, self.saved[0], node)
        # What pytest has put on sys.path stays, and a logger that was made stays as a new one.
        return self.what in ("sys.path", "logging") or self.look().same(self.kept)

    def changed(self, process=None):
        """Returns whether the piece is another one than when it was kept. A plain first import is no change."""
        now = self.look(process)
        if self.kept is MISSING and now is not MISSING and state.harmless((self.what, self.name), None, now):
            return False
        return not now.same(self.kept)


def member(held, name):
    """Returns an attribute as it is stored, so that a function of a class is no bound method."""
    own = getattr(held, "__dict__", {})
    return own[name] if name in own else getattr(held, name)


def holder(name):
    """Returns what holds the attribute "module:Class.member[key]", with the name of the attribute and the key ("" if
    there is none)."""
    module, _, path = name.partition(":")
    path, _, key = path.partition("[")
    held = sys.modules[module]
    names = path.split(".")
    for part in names[:-1]:
        held = member(held, part)
    return held, names[-1], key[:-1]


def save_module(name):
    parent, _, child = name.rpartition(".")
    owner = sys.modules.get(parent)
    attribute = vars(owner).get(child, ABSENT) if type(owner) is MODULE else ABSENT
    return sys.modules.get(name, ABSENT), owner, attribute


def restore_module(name, saved, node):
    """Sets the entry of sys.modules back, with the attribute of the parent package."""
    module, owner, attribute = saved
    if module is ABSENT:
        sys.modules.pop(name, None)
    else:
        sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    owner = sys.modules.get(parent) if owner is None else owner
    if type(owner) is MODULE:
        put(vars(owner), child, attribute)


def put(mapping, key, value):
    """Sets an entry, or removes it if it was absent."""
    if value is not ABSENT:
        mapping[key] = value
    elif key in mapping:
        del mapping[key]


def save_environ(name):
    return os.environ.get(name, ABSENT)


def restore_environ(name, saved, node):
    """Sets a variable back. The time zone of the process follows TZ, because code that sets TZ also calls tzset."""
    put(os.environ, name, saved)
    time = sys.modules.get("time")
    if name == "TZ" and hasattr(time, "tzset"):
        time.tzset()


def save_attribute(name):
    owner, last, _ = holder(name)
    return owner, getattr(owner, "__dict__", {}).get(last, ABSENT)


def restore_attribute(name, saved, node):
    owner, value = saved
    last = holder(name)[1]
    if not isinstance(owner, type):
        put(owner.__dict__, last, value)
    elif value is not ABSENT:
        type.__setattr__(owner, last, value)
    elif last in owner.__dict__:
        type.__delattr__(owner, last)


def save_container(name):
    owner, last, key = holder(name)
    held = member(owner, last)
    if not key:
        return dict(held) if isinstance(held, dict) else list(held)
    found = [item for item in dict.items(held) if state.key_name(item[0])[:200] == key]
    return found[0] if found else ABSENT


def restore_container(name, saved, node):
    owner, last, key = holder(name)
    held = member(owner, last)
    if key and saved is not ABSENT:
        held[saved[0]] = saved[1]
    elif key:
        for item in [item for item in list(dict.keys(held)) if state.key_name(item)[:200] == key]:
            del held[item]
    elif isinstance(held, list):
        held[:] = saved
    else:
        held.clear()
        held.update(saved)


SAVED = {  # kind -> how a piece of it is saved and restored
    "sys.modules": (save_module, restore_module),
    "environ": (save_environ, restore_environ),
    "attribute": (save_attribute, restore_attribute),
    "container": (save_container, restore_container),
}
