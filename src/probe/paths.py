"""Gives paths the form that recordings have: relative to the project, or as <site>/... and <stdlib>/.... It also tells
what kind of file each of them is."""

import os

stat, realpath = os.stat, os.path.realpath
start = os.getcwd()
known = {}  # Maps the file name in a code object to (path, kind).


def folder(name):
    return name.rstrip("/") + "/"


project = kit.config.get("project") or start
projects = tuple({folder(project), folder(realpath(project))})
library = tuple({folder(os.path.dirname(os.__file__)), folder(os.path.dirname(realpath(os.__file__)))})


def exists(name):
    """Asks the system itself whether a file exists, because tests patch os.stat, and os.path with it."""
    try:
        stat(name)
        return True
    except (OSError, ValueError):
        return False


def place(name):
    """Returns the (path, kind) of a file name. The kind is "p" for the project, "s" for site-packages, "l" for the
    standard library, "o" for other files, and "" for the probe itself."""
    found = known.get(name)
    if found is None:
        found = known[name] = find(name)
    return found


def find(name):
    if name.startswith("<testskew>"):
        return name, ""
    if name.startswith("<frozen "):  # A module that is frozen in one version is a file in the next.
        return "<stdlib>/" + name[8:].rstrip(">").replace(".", "/") + ".py", "l"
    if name.startswith("<"):
        return name, "o"
    if not name.startswith("/"):
        if name.endswith((".pyx", ".pxd", ".pxi")) and not exists(os.path.join(start, name)):
            return name, "o"  # Cython names the files of a library like this.
        name = os.path.join(start, name)
    if "/./" in name or "/../" in name or "//" in name:
        name = os.path.normpath(name)
    for part in ("/site-packages/", "/dist-packages/"):
        before, mark, rest = name.rpartition(part)
        if mark:
            # If the project itself is installed as a wheel, its files are the project and not a library.
            for root in ("", "src/"):
                if exists(projects[0] + root + rest):
                    return root + rest, "p"
            return "<site>/" + rest, "s"
    longest = ""
    for root in projects:
        if name.startswith(root):
            longest = root
    for root in library:
        if name.startswith(root) and len(root) > len(longest):
            return "<stdlib>/" + name[len(root) :], "l"
    if longest:
        return name[len(longest) :], "p"
    return name, "o"


def plain(name):
    """Returns the path alone. It also takes folders, such as the entries of sys.path."""
    for root in projects:
        if name + "/" == root:
            return "."
    for part in ("/site-packages", "/dist-packages"):
        if name.endswith(part):
            return "<site>"
    for root in library:
        if name + "/" == root:
            return "<stdlib>"
    return place(name)[0]
