"""Paths as recordings have them: relative to the project, or as <site>/... and <stdlib>/...; and what kind of file each
is."""

import os

stat, realpath = os.stat, os.path.realpath
start = os.getcwd()
known = {}  # file name as in the code object -> (path, kind)


def folder(name):
    return name.rstrip("/") + "/"


project = kit.config.get("project") or start
projects = tuple({folder(project), folder(realpath(project))})
library = tuple({folder(os.path.dirname(os.__file__)), folder(os.path.dirname(realpath(os.__file__)))})


def exists(name):
    """Asks the system itself: tests patch os.stat, and os.path with it."""
    try:
        stat(name)
        return True
    except (OSError, ValueError):
        return False


def place(name):
    """(path, kind) of a file name; kind is "p" project, "s" site-packages, "l" standard library, "o" other, "" the
    probe itself."""
    found = known.get(name)
    if found is None:
        found = known[name] = find(name)
    return found


def find(name):
    if name.startswith("<testskew>"):
        return name, ""
    if name.startswith("<frozen "):  # frozen in one version, a file in the next
        return "<stdlib>/" + name[8:].rstrip(">").replace(".", "/") + ".py", "l"
    if name.startswith("<"):
        return name, "o"
    if not name.startswith("/"):
        if name.endswith((".pyx", ".pxd", ".pxi")) and not exists(os.path.join(start, name)):
            return name, "o"  # as Cython names the files of a library
        name = os.path.join(start, name)
    if "/./" in name or "/../" in name or "//" in name:
        name = os.path.normpath(name)
    for part in ("/site-packages/", "/dist-packages/"):
        before, mark, rest = name.rpartition(part)
        if mark:
            for root in ("", "src/"):  # the project's own installation as a wheel is the project, not a library
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
    """The path alone; folders (sys.path entries) too."""
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
