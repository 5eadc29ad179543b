"""One release of a package, as griffe reads it from its sources.

The files of this folder are run as one script, in the order of their names."""

import os

import griffe


class Release:
    """The modules of one release, loaded when they are first asked for."""

    def __init__(self, folder):
        self.folder, self.modules = folder, {}

    def module(self, top):
        if top not in self.modules:
            loader = griffe.GriffeLoader(search_paths=[self.folder], allow_inspection=False)
            try:
                self.modules[top] = loader.load(top, try_relative_path=False)
                loader.resolve_aliases(implicit=False, external=False)
            except ImportError:
                self.modules[top] = None
        return self.modules[top]

    def find(self, path):
        """The object with a dotted name; None if there is none."""
        parts = path.split(".")
        found = self.module(parts[0])
        for part in parts[1:]:
            found = target(found)
            found = found.all_members.get(part) if found is not None else None
            if found is None:
                return None
        return target(found)


def target(found):
    """The object that an alias stands for; None if that lies outside the package."""
    try:
        return found.final_target if found is not None and found.is_alias else found
    except griffe.GriffeError:
        return None


def function_of(found):
    """The function itself, or the __init__ of a class; None if the sources have none."""
    if found is not None and found.is_class:
        found = target(found.all_members.get("__init__"))
    return found if found is not None and found.is_function else None


def shared(release, name, into):
    """Whether an imported name stands for the function `into` that ran."""
    found = function_of(release.find(name)) if name else None
    return found is not None and found.canonical_path == into


def function_at(place, release, tops):
    """The dotted name of the function that holds a line of a file of the package."""
    path = os.path.relpath(place["file"], release.folder)
    parts = path[: -len(".py")].split(os.sep)
    if not path.endswith(".py") or parts[0] not in tops:
        return None
    found = release.find(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    best = None
    queue = [found] if found is not None and found.is_module else []
    while queue:
        for each in queue.pop().members.values():
            if each.is_alias or not (each.is_class or each.is_function):
                continue
            if each.lineno and each.lineno <= place["line"] <= (each.endlineno or 0):
                queue.append(each)
                if each.is_function:
                    best = each
    return best.canonical_path if best is not None else None


def public(release, path):
    """The shortest name without an underscore under which a function or its class can be imported."""
    if path is None or not any(part.startswith("_") and part != "__init__" for part in path.split(".")):
        return path
    wanted, _, rest = path.rpartition(".")
    holder = release.find(wanted)
    if holder is None or not holder.is_class:
        wanted, rest = path, ""
    names, queue = [], [release.module(path.partition(".")[0])]
    while queue:
        module = queue.pop()
        for name, each in module.members.items():
            if name.startswith("_"):
                continue
            if each.is_alias:
                found = target(each)
                if found is not None and found.canonical_path == wanted:
                    names.append(module.path + "." + name)
            elif each.is_module:
                queue.append(each)
    return min(names, key=lambda each: (len(each), each)) + ("." + rest if rest else "") if names else None
